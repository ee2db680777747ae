/** Where strangers find the list of subprocessors, and the links in mails. Browser-safe. */

/** `slug`: null for the platform tenant, whose pages stand at the root. */
export function listPath(slug: string | null): string {
  return `${slug === null ? '' : `/t/${slug}`}/subprocessors`
}

/** Where a request to be told is confirmed. */
export function confirmPath(slug: string | null, token: string): string {
  return `${listPath(slug)}/confirmations/${token}`
}

/** Where whoever is told ends it (RFC 8058). */
export function endPath(slug: string | null, token: string): string {
  return `${listPath(slug)}/subscriptions/${token}`
}
