/** The session cookie: `__Host-` prefix, hence Secure, whole host, no other path; never readable by script. */

export const sessionCookieName = '__Host-beleg'

/** `Set-Cookie` for a session token; it lives as long as the browser, the server decides how long the session does. */
export function sessionCookie(token: string): string {
  return `${sessionCookieName}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax`
}

/** `Set-Cookie` that removes the session. */
export const clearSessionCookie = `${sessionCookieName}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`

/** The value of one cookie of a Cookie header; null when there is none. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const split = part.indexOf('=')
    if (split > 0 && part.slice(0, split).trim() === name) return part.slice(split + 1).trim()
  }
  return null
}
