/** A workbook as customers send it: instructions, a sheet of questions with headings, lists, a formula, protection. */
import { packArchive } from '#platform/archive/pack.ts'
import { columnName } from '#platform/sheet/column.ts'
import { escapeXml } from '#platform/sheet/sheet-xml.ts'

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

export interface ExampleSheet {
  readonly name: string
  /** Cells by row; a text that begins with `f:` is a formula; null is no cell, '' a cell with a format and nothing in it. */
  readonly rows: readonly (readonly (string | null)[])[]
  readonly merges?: readonly string[]
  readonly lists?: readonly { readonly at: string; readonly formula: string }[]
  readonly isHidden?: boolean
  readonly isProtected?: boolean
}

/** The bytes of a workbook; texts are shared strings, as Excel writes them. */
export function workbookOf(sheets: readonly ExampleSheet[], more: Readonly<Record<string, string>> = {}): Buffer {
  const strings: string[] = []
  const shared = (text: string) => {
    const at = strings.indexOf(text)
    return at >= 0 ? at : strings.push(text) - 1
  }
  const parts = sheets.map(({ rows, merges = [], lists = [], isProtected }) => {
    const cells = (row: readonly (string | null)[], number: number) =>
      row
        .map((text, column) => {
          const place = `${columnName(column)}${number}`
          if (text === null) return ''
          if (text === '') return `<c r="${place}" s="3"/>`
          if (text.startsWith('f:')) return `<c r="${place}" s="2"><f>${escapeXml(text.slice(2))}</f><v>7</v></c>`
          return `<c r="${place}" s="1" t="s"><v>${shared(text)}</v></c>`
        })
        .join('')
    return `${head}<worksheet xmlns="${main}"><sheetPr><tabColor rgb="FF00B050"/></sheetPr><cols><col min="1" max="1" width="9"/></cols><sheetData>${rows
      .map((row, i) =>
        row.length === 0 ? '' : `<row r="${i + 1}" spans="1:8" ht="30" customHeight="1">${cells(row, i + 1)}</row>`,
      )
      .join('')}</sheetData>${isProtected ? '<sheetProtection sheet="1" objects="1" scenarios="1"/>' : ''}${
      merges.length > 0
        ? `<mergeCells count="${merges.length}">${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
        : ''
    }<conditionalFormatting sqref="C3:C9"><cfRule type="cellIs" dxfId="0" priority="1" operator="equal"><formula>"No"</formula></cfRule></conditionalFormatting>${
      lists.length > 0
        ? `<dataValidations count="${lists.length}">${lists
            .map(
              ({ at, formula }) =>
                `<dataValidation type="list" allowBlank="1" sqref="${at}"><formula1>${escapeXml(formula)}</formula1></dataValidation>`,
            )
            .join('')}</dataValidations>`
        : ''
    }<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`
  })
  const members: Record<string, string> = {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets
      .map(
        ({ name, isHidden }, i) =>
          `<sheet name="${escapeXml(name)}" sheetId="${i + 1}"${isHidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
      )
      .join(
        '',
      )}</sheets><definedNames><definedName name="Choices">Lists!$A$1:$A$3</definedName></definedNames></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
      .map(
        (_, i) => `<Relationship Id="rId${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
      )
      .join(
        '',
      )}<Relationship Id="rId90" Type="${office}/styles" Target="styles.xml"/><Relationship Id="rId91" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ...Object.fromEntries(parts.map((xml, i) => [`xl/worksheets/sheet${i + 1}.xml`, xml])),
    'xl/sharedStrings.xml': `${head}<sst xmlns="${main}">${strings.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><fonts count="1"><font><b/></font></fonts><cellXfs count="4"><xf/><xf fontId="0"/><xf/><xf/></cellXfs></styleSheet>`,
    'xl/theme/theme1.xml': `${head}<theme name="Somebody’s own"/>`,
    ...more,
  }
  return packArchive(new Map(Object.entries(members).map(([name, text]) => [name, Buffer.from(text, 'utf8')])))
}

/** Two sheets to answer, one of instructions, one of lists. */
export const customerWorkbook = workbookOf([
  { name: 'Instructions', rows: [['Please fill in the yellow cells.'], ['Thank you.']] },
  {
    name: 'Security',
    isProtected: true,
    rows: [
      ['Supplier assessment', null, null, null],
      ['ID', 'Question', 'Answer', 'Comment'],
      ['Encryption & keys', null, null, null],
      ['S-1', 'Are all backups encrypted?', '', ''],
      ['S-2', 'Do you store passwords in clear text?', '', ''],
      ['Score', 'Number of answers', 'f:COUNTA(C4:C5)', null],
      ['S-3', 'Do you have cyber insurance?', null, null],
      [],
      ['S-4', '=cmd|calc', null, null],
    ],
    merges: ['A3:D3', 'A1:D1'],
    lists: [{ at: 'C4:C5 C7:C9', formula: 'Choices' }],
  },
  {
    name: 'Fragen',
    rows: [
      ['Nr.', 'Frage', 'Antwort'],
      ['1', 'Wie oft werden Sicherungen erstellt?'],
      ['2', 'Beschreiben Sie, wie Passwörter gespeichert werden.', 'Siehe oben'],
    ],
  },
  { name: 'Lists', rows: [['Yes'], ['No'], ['N/A']], isHidden: true },
])
