"""The addresses of the back office, whose classes every app has registered."""

from django.contrib import admin

urlpatterns, _app, _namespace = admin.site.urls
