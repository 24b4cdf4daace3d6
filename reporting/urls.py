"""The addresses of progress reporting: what everybody reads, and the desks of those who work on it."""

from django.urls import path, re_path

from programme.models.actions import CODE
from reporting import feeds
from reporting.views import approval, board, corrections, desk, public

app_name = "reporting"
REPORT = rf"(?P<slug>[-\w]+)/(?P<code>{CODE})"
urlpatterns = [
    path("progress/", public.progress, name="progress"),
    path("progress/<slug:slug>/", public.round_detail, name="round_detail"),
    path("progress/<slug:slug>/round.csv", public.round_csv, name="round_csv"),
    path("progress/<slug:slug>/round.json", public.round_json, name="round_json"),
    re_path(rf"^progress/{REPORT}/$", public.report_detail, name="report_detail"),
    path("corrections/", public.correction_list, name="correction_list"),
    path("corrections/feed/", feeds.CorrectionFeed(), name="correction_feed"),
    path("report/", desk.my_reports, name="my_reports"),
    path("report/link/<str:secret>/", desk.report_by_link, name="report_by_link"),
    path("report/link/<str:secret>/not-me/", desk.not_me, name="not_me"),
    path("report/board/", board.board, name="board"),
    path("report/board/remind/", board.remind, name="remind"),
    path("report/board/export.csv", board.board_csv, name="board_csv"),
    path("report/queue/", approval.approval_queue, name="approval_queue"),
    re_path(rf"^report/{REPORT}/$", desk.report_form, name="report_form"),
    re_path(rf"^report/{REPORT}/review/$", approval.report_review, name="report_review"),
    re_path(rf"^report/{REPORT}/correct/$", corrections.report_correct, name="report_correct"),
    re_path(
        rf"^report/{REPORT}/translate/$", corrections.report_translate, name="report_translate"
    ),
]
