/** Deutsche Texte der Seite über die Akte einer Person. */
export const de = {
  'record.title': 'Akte von {{name}}',
  'record.nav': 'Akte',
  'record.own': 'Was über Sie aufgezeichnet ist',
  'record.lead': 'Was das Haus in diesem Zeitraum über diese Person weiß. Jeder Blick hierher steht im Hauptbuch.',
  'record.from': 'Erster Tag',
  'record.until': 'Letzter Tag',
  'record.show': 'Anzeigen',
  'record.cut': 'Gezeigt werden die ersten 1.000 Zeilen; kürzere Zeiträume zeigen alle.',
  'record.limits':
    'Anmeldungen, Sitzungen, gelesene Seiten und fehlgeschlagene Versuche stehen hier nicht: Die Akte zeigt, was jemand verantwortet, und nicht, wie jemand arbeitet.',
  'record.take.xlsx': 'Als XLSX',
  'record.take.csv': 'Als CSV',
}
