#!/usr/bin/env bash
# What Google Cloud must know of Bridge: a pool, a provider in it, and what one subject may do.
set -euo pipefail

gcloud iam workload-identity-pools create ci --location=global

gcloud iam workload-identity-pools providers create-oidc bridge \
  --location=global \
  --workload-identity-pool=ci \
  --issuer-uri=https://bridge.example.com \
  --attribute-mapping='google.subject=assertion.sub,attribute.project_id=assertion.project_id,attribute.ref=assertion.ref' \
  --attribute-condition="assertion.project_id == '20'"

gcloud storage buckets add-iam-policy-binding gs://my-bucket \
  --role=roles/storage.objectViewer \
  --member=principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/ci/subject/project_id:20:ref_type:branch:ref:main
