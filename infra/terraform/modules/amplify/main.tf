# The page: built from the repository by Amplify, told at build time where its API and its user pool are.

locals {
  app_root = "web"

  build_spec = {
    version = 1
    applications = [{
      appRoot = local.app_root
      frontend = {
        phases = {
          preBuild = { commands = ["npm ci"] }
          build    = { commands = ["npm run build", "printf '%s' \"$PAGE_CONFIG\" > dist/config.json"] }
        }
        artifacts = { baseDirectory = "dist", files = ["**/*"] }
        cache     = { paths = ["node_modules/**/*"] }
      }
    }]
  }

  # The policy of src/relayboard/local/security_headers.py, with the addresses that are elsewhere on AWS; a test compares the two.
  content_security_policy = join("; ", [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "connect-src ${join(" ", concat(["'self'"], var.connect_origins))}",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ])

  headers = {
    Content-Security-Policy    = local.content_security_policy
    X-Content-Type-Options     = "nosniff"
    Referrer-Policy            = "same-origin"
    Cross-Origin-Opener-Policy = "same-origin"
    Permissions-Policy         = "camera=(), geolocation=(), microphone=()"
    Strict-Transport-Security  = "max-age=31536000; includeSubDomains"
  }

  custom_headers = {
    applications = [{
      appRoot = local.app_root
      customHeaders = [
        { pattern = "**/*", headers = [for name, value in local.headers : { key = name, value = value }] },
        # What the build marks with a hash never changes; everything else is asked for anew.
        { pattern = "/assets/*", headers = [{ key = "Cache-Control", value = "public, max-age=31536000, immutable" }] },
        { pattern = "/config.json", headers = [{ key = "Cache-Control", value = "no-cache" }] },
      ]
    }]
  }
}

resource "aws_amplify_app" "this" {
  name           = var.name
  repository     = var.repository_url
  access_token   = var.access_token
  platform       = "WEB"
  build_spec     = yamlencode(local.build_spec)
  custom_headers = yamlencode(local.custom_headers)

  environment_variables = {
    AMPLIFY_MONOREPO_APP_ROOT = local.app_root
    AMPLIFY_DIFF_DEPLOY       = "false"
  }

  # A file that is not there is a page of the application. 404-200: files that are there are answered as they are.
  custom_rule {
    source = "/<*>"
    target = "/index.html"
    status = "404-200"
  }
}

resource "aws_amplify_branch" "this" {
  app_id            = aws_amplify_app.this.id
  branch_name       = var.branch
  stage             = var.is_production ? "PRODUCTION" : "DEVELOPMENT"
  enable_auto_build = false # the pipeline starts builds: a push must not reach prod before its gate, nor before the API

  environment_variables = {
    PAGE_CONFIG = var.page_config
  }
}

resource "aws_amplify_domain_association" "this" {
  for_each = toset(var.domain_name == null ? [] : [var.domain_name])

  app_id      = aws_amplify_app.this.id
  domain_name = each.key

  sub_domain {
    branch_name = aws_amplify_branch.this.branch_name
    prefix      = ""
  }
}
