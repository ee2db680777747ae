/** Security headers of every answer, errors included (ASVS 3.4). */

const common = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const

/** For JSON, files and events: nothing may be loaded, framed or kept. */
export const apiHeaders: Readonly<Record<string, string>> = {
  ...common,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
}

/** For server-rendered pages: one style sheet by hash, no script at all; forms only where there is one, to ourselves. */
export function pageHeaders(styleHash: string, { hasForm = false } = {}): Readonly<Record<string, string>> {
  return {
    ...common,
    'content-security-policy': `default-src 'none'; style-src '${styleHash}'; img-src 'self' data:; base-uri 'none'; form-action ${hasForm ? "'self'" : "'none'"}; frame-ancestors 'none'`,
  }
}

/** For the web application: scripts and styles of our own origin, with a nonce for what the bundler inlines. */
export function applicationHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    ...common,
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ].join('; '),
    'cache-control': 'no-store',
  }
}

/** For files of the bundle, whose names carry a hash of their content. */
export const assetHeaders: Readonly<Record<string, string>> = {
  ...common,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}
