"""Cognito: the post-confirmation trigger, sign-in names without regard to case, refresh tokens that rotate."""

import json
import time
from collections.abc import Callable
from typing import Any

from replacing import need, replace, service

_CONFIRMING = {
    "ConfirmSignUp": "PostConfirmation_ConfirmSignUp",
    "AdminConfirmSignUp": "PostConfirmation_ConfirmSignUp",
    "ConfirmForgotPassword": "PostConfirmation_ConfirmForgotPassword",
}


def patch() -> None:
    cognito = service("cognito")
    need(
        cognito,
        "_pool_for_client",
        "_user_pools",
        "_attr_list_to_dict",
        "_pool_region",
        "error_response_json",
        "json_response",
    )
    _call_post_confirmation(cognito)
    _look_up_without_case(cognito)
    _rotate_refresh_tokens(cognito)


def _call_post_confirmation(cognito: Any) -> None:
    """Cognito calls it after confirmations, and answers with its failure ("Post confirmation Lambda trigger")."""

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def run(handler: Any, action: str, data: dict[str, Any]) -> Any:
            answer = original(handler, action, data)
            if action not in _CONFIRMING or answer[0] != 200:
                return answer
            if action.startswith("Admin"):
                pool = cognito._user_pools.get(data["UserPoolId"])
            else:
                pool, _ = cognito._pool_for_client(data["ClientId"])
            user, _ = cognito._resolve_user(pool, data["Username"])
            _verify_email(user)
            return _call_trigger(cognito, pool, user, data, _CONFIRMING[action]) or answer

        return run

    replace(cognito, "_run_idp_handler", "85681acebd62", make)


def _verify_email(user: dict[str, Any]) -> None:
    # The code came to the address, so the address is right.
    others = [one for one in user["Attributes"] if one["Name"] != "email_verified"]
    user["Attributes"] = [*others, {"Name": "email_verified", "Value": "true"}]


def _call_trigger(
    cognito: Any, pool: dict[str, Any], user: dict[str, Any], data: dict[str, Any], source: str
) -> Any:
    arn = (pool.get("LambdaConfig") or {}).get("PostConfirmation")
    if not arn:
        return None
    functions = service("lambda_svc")
    attributes = {**cognito._attr_list_to_dict(user["Attributes"]), "cognito:user_status": user["UserStatus"]}
    event = {
        "version": "1",
        "region": cognito._pool_region(pool["Id"]),
        "userPoolId": pool["Id"],
        "userName": user["Username"],
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": data.get("ClientId", "CLIENT_ID_NOT_APPLICABLE"),
        },
        "triggerSource": source,
        "request": {"userAttributes": attributes},
        "response": {},
    }
    record, config, _ = functions._get_func_record_for_ref(arn)
    result = functions._execute_function_with_config_scope(
        functions._execution_record_for_config(record, config), event
    )
    if not result.get("error"):
        return None
    body = result.get("body")
    message = body.get("errorMessage") if isinstance(body, dict) else body
    return cognito.error_response_json(
        "UserLambdaValidationException", f"PostConfirmation failed with error {message}.", 400
    )


def _look_up_without_case(cognito: Any) -> None:
    """Names of sign-in have no case unless the pool says so ("User pool case sensitivity")."""

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def resolve(pool: dict[str, Any], username: Any) -> Any:
            user, error = original(pool, username)
            if (
                user
                or not isinstance(username, str)
                or (pool.get("UsernameConfiguration") or {}).get("CaseSensitive")
            ):
                return user, error
            for one in pool["_users"].values():
                attributes = cognito._attr_list_to_dict(one.get("Attributes", []))
                names = [attributes.get(name, "") for name in pool.get("UsernameAttributes") or []]
                if username.lower() in (name.lower() for name in names):
                    return one, None
            return user, error

        return resolve

    replace(cognito, "_resolve_user", "005b45b0326d", make)


def _rotate_refresh_tokens(cognito: Any) -> None:
    """Each refresh brings a new refresh token, and the old one ends a little later ("Refresh token rotation")."""
    used: dict[str, float] = {}

    def make_keep(original: Callable[..., Any]) -> Callable[..., Any]:
        def keep(data: dict[str, Any]) -> Any:
            answer = original(data)
            if answer[0] != 200 or "RefreshTokenRotation" not in data:
                return answer
            shown = json.loads(answer[2])["UserPoolClient"]
            client = cognito._user_pools[data["UserPoolId"]]["_clients"][shown["ClientId"]]
            client["RefreshTokenRotation"] = data["RefreshTokenRotation"]
            return cognito.json_response(
                {"UserPoolClient": {**shown, "RefreshTokenRotation": data["RefreshTokenRotation"]}}
            )

        return keep

    def make_refresh(original: Callable[..., Any]) -> Callable[..., Any]:
        def refresh(data: dict[str, Any]) -> Any:
            pool, pool_id = cognito._pool_for_client(data.get("ClientId"))
            rotation = (pool["_clients"][data["ClientId"]] if pool else {}).get("RefreshTokenRotation") or {}
            if rotation.get("Feature") != "ENABLED":
                return original(data)
            token, now = data.get("RefreshToken", ""), time.time()
            if used.get(token, now) + int(rotation.get("RetryGracePeriodSeconds") or 0) < now:
                return cognito.error_response_json(
                    "RefreshTokenReuseException", "The refresh token was used before.", 400
                )
            answer = original(data)
            if answer[0] != 200:
                return answer
            used.setdefault(token, now)
            result = json.loads(answer[2])["AuthenticationResult"]
            result["RefreshToken"] = _successor(cognito, pool, pool_id, data["ClientId"], token)
            return cognito.json_response({"AuthenticationResult": result})

        return refresh

    replace(cognito, "_create_user_pool_client", "1caaecf2354b", make_keep)
    replace(cognito, "_update_user_pool_client", "530fe95f2cec", make_keep)
    replace(cognito, "_get_tokens_from_refresh_token", "67d9ca2d8271", make_refresh)


def _successor(cognito: Any, pool: dict[str, Any], pool_id: str, client_id: str, token: str) -> str:
    """Return a new refresh token of the same session."""
    user, _ = cognito._refresh_auth_user(pool, pool_id, client_id, token)
    claims = cognito._token_claims(token)
    result = cognito._build_auth_result(
        pool_id,
        client_id,
        user,
        trigger_source="TokenGeneration_RefreshTokens",
        origin_jti=claims.get("origin_jti", ""),
        scope=claims.get("scope"),
    )
    return str(result["RefreshToken"])
