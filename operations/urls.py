"""Addresses of operations: a page for readers, and an answer for those who watch."""

from django.urls import path

from operations import views

for_programs = [path("healthz/jobs", views.job_health, name="job_health")]
pages = [path("data-status/", views.data_status, name="data_status")]
