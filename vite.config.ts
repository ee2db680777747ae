/**
 * Builds the web application into `dist/web`, to be served under `/app/`. No inline script or style: the server
 * replaces the nonce placeholder for each response, and the content security policy allows nothing else.
 */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/web',
  base: '/app/',
  publicDir: false,
  plugins: [react()],
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
