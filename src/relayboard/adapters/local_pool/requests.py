"""What the operations take, as structs; members of Cognito's that mean nothing here are ignored."""

import msgspec


class Request(msgspec.Struct, frozen=True, rename="pascal"):
    """Members are named on the wire in Pascal case."""


class ClientRequest(Request, frozen=True):
    """A request that names the client."""

    client_id: str


class Attribute(Request, frozen=True):
    name: str
    value: str = ""


class SignUp(ClientRequest, frozen=True):
    username: str
    password: str
    user_attributes: tuple[Attribute, ...] = ()


class ConfirmSignUp(ClientRequest, frozen=True):
    username: str
    confirmation_code: str


class ResendConfirmationCode(ClientRequest, frozen=True):
    username: str


class InitiateAuth(ClientRequest, frozen=True):
    auth_flow: str
    auth_parameters: dict[str, str] = {}


class RespondToAuthChallenge(ClientRequest, frozen=True):
    challenge_name: str
    session: str | None = None
    challenge_responses: dict[str, str] = {}


class GetTokensFromRefreshToken(ClientRequest, frozen=True):
    refresh_token: str


class RevokeToken(ClientRequest, frozen=True):
    token: str


class ForgotPassword(ClientRequest, frozen=True):
    username: str


class ConfirmForgotPassword(ClientRequest, frozen=True):
    username: str
    confirmation_code: str
    password: str


class ChangePassword(Request, frozen=True):
    access_token: str
    proposed_password: str
    previous_password: str | None = None


class GetUser(Request, frozen=True):
    access_token: str


class UpdateUserAttributes(Request, frozen=True):
    access_token: str
    user_attributes: tuple[Attribute, ...]


class AssociateSoftwareToken(Request, frozen=True):
    access_token: str | None = None


class VerifySoftwareToken(Request, frozen=True):
    user_code: str
    access_token: str | None = None


class FactorSettings(Request, frozen=True):
    enabled: bool = False
    preferred_mfa: bool = False


class SetUserMfaPreference(Request, frozen=True):
    access_token: str
    software_token_mfa_settings: FactorSettings | None = None
    sms_mfa_settings: FactorSettings | None = msgspec.field(default=None, name="SMSMfaSettings")
    email_mfa_settings: FactorSettings | None = None


class GlobalSignOut(Request, frozen=True):
    access_token: str
