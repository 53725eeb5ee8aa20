/** The user pool's rule for passwords, in words. */
export const PASSWORD_HINT = "At least 10 characters, with upper case, lower case and a digit.";
