/** What was typed on one page and is wanted on the next; never stored. */
export interface Credentials {
  email: string;
  password: string;
}
