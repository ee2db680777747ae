/** Validates a document against the JSON schema that NIST publishes for all of OSCAL. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import ajvFormats from 'ajv-formats'

/** Reads the schema once; the answer is what is wrong with a document, nothing when it is valid. */
export function validateOscal(schemaFile: string): (document: unknown) => string[] {
  const ajv = new Ajv({ strict: false, allErrors: true })
  // A CommonJS module: under Node the function is the default of its default.
  const addFormats = ajvFormats as unknown as { default?: (on: Ajv) => void } & ((on: Ajv) => void)
  ;(addFormats.default ?? addFormats)(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')))
  return (document) => {
    if (validate(JSON.parse(JSON.stringify(document)))) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
  }
}
