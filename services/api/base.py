from rest_framework.authentication import BaseAuthentication as FoundByMiddleware
from rest_framework.permissions import BasePermission as MayCallThis
from rest_framework.renderers import JSONRenderer as OrjsonRenderer
def answer_exception(*a): ...
