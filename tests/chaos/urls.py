"""The product's addresses and one more, by which a promise is made through the web (`tests.chaos.producer`)."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from services.config.urls import handler404, handler500
from services.config.urls import urlpatterns as of_product

__all__ = ["handler404", "handler500", "urlpatterns"]


@csrf_exempt
def promise(request: HttpRequest) -> HttpResponse:
    """Answers once the promises are committed."""
    from tests.chaos import producer

    told = json.loads(request.body)
    producer.put([producer.Promise(**each) for each in told["promises"]], tuple(told["school"]))
    return HttpResponse(status=204)


urlpatterns = [*of_product, path("chaos/promises", promise)]
