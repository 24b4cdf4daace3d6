"""Files in S3 instead of a folder, before a small server that speaks as S3 does."""

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from tests.browser.checks.site import free_port

KEYS = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "eu-north-1",
}


@pytest.fixture
def bucket(monkeypatch):
    """The name of a bucket, and boto3's own variables for it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    address = f"http://127.0.0.1:{server._server.server_port}"
    for name, value in (KEYS | {"AWS_ENDPOINT_URL_S3": address}).items():
        monkeypatch.setenv(name, value)
    where = {"LocationConstraint": "eu-north-1"}
    boto3.client("s3").create_bucket(Bucket="icc", CreateBucketConfiguration=where)
    yield "icc"
    server.stop()


def test_file_is_kept_and_read_again(bucket):
    options = {"bucket_name": bucket, "file_overwrite": False}
    kept = storages.create_storage(
        {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    )

    first = kept.save("materials/a.pdf", ContentFile(b"%PDF-1"))
    second = kept.save("materials/a.pdf", ContentFile(b"%PDF-2"))

    assert first != second
    with kept.open(first) as one, kept.open(second) as other:
        assert (one.read(), other.read()) == (b"%PDF-1", b"%PDF-2")
    assert (kept.exists(first), kept.size(first)) == (True, 6)
    kept.delete(first)
    assert not kept.exists(first)
