/** Where a file belongs, for rules that hold in some places only. */

/** Code that runs in no customer's instance. */
export const isTest = (path: string): boolean => /(^|\/)(spec|test|bench)\//.test(path) || path.endsWith('.spec.ts')

/** Code of the product. */
export const isProduct = (path: string): boolean => path.startsWith('src/') && !isTest(path)

/** Code that runs in the browser and speaks to people. */
export const isScreen = (path: string): boolean =>
  /^src\/(web|ui)\/|^src\/(core|modules)\/(.+\/)?web\//.test(path) && !path.includes('/locale/') && !isTest(path)

export const isScript = (path: string): boolean => /\.(ts|tsx|js)$/.test(path)
