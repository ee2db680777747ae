/**
 * Builds the web application into `dist/web`, to be served under `/app/`. No inline script or style: the server
 * replaces the nonce placeholder for each response, and the content security policy allows nothing else.
 */
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * React Aria carries its few texts in 34 languages; we speak two of them. The others were 96 kB of the bundle.
 */
function keepOurLanguages(): Plugin {
  return {
    name: 'keep-our-languages',
    enforce: 'pre',
    load(id) {
      const isForeign = /react-(?:aria|stately)\/.*\/intl\/.*\/(?!de-DE|en-US)[a-z]{2}-[A-Z]{2}\.mjs$/.test(id)
      return isForeign ? 'export default {}' : null
    },
  }
}

export default defineConfig({
  root: 'src/web',
  base: '/app/',
  publicDir: false,
  plugins: [keepOurLanguages(), react()],
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // A data: URL would need its own exception in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
