/** The user pool's rule for passwords, in words. */
export const PASSWORD_LENGTH = 10;
export const PASSWORD_HINT = `At least ${PASSWORD_LENGTH} characters, with upper case, lower case and a digit.`;
