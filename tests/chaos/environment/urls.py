"""The product's addresses and one more, that creates a notification over HTTP (`tests.chaos.producer`)."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from services.config.urls import handler404, handler500
from services.config.urls import urlpatterns as of_product

__all__ = ["handler404", "handler500", "urlpatterns"]


@csrf_exempt
def notification(request: HttpRequest) -> HttpResponse:
    """Answer once the notifications are committed."""
    from tests.chaos import producer

    body = json.loads(request.body)
    producer.write([producer.NotificationRecord(**item) for item in body["notifications"]], tuple(body["school"]))
    return HttpResponse(status=204)


urlpatterns = [*of_product, path("chaos/notifications", notification)]
