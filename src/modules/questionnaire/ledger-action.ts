/** The actions that questionnaires record. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'questionnaire.previewed': 'questionnaire'
    'questionnaire.imported': 'questionnaire'
    'questionnaire.listed': 'questionnaire'
    'questionnaire.read': 'questionnaire'
    'questionnaire.question-read': 'questionnaire'
    'questionnaire.drafted': 'questionnaire'
    'questionnaire.accepted': 'questionnaire'
    'questionnaire.answered': 'questionnaire'
    'questionnaire.answer-undone': 'questionnaire'
    'questionnaire.approved': 'questionnaire'
    'questionnaire.discarded': 'questionnaire'
    'questionnaire.downloaded': 'questionnaire'
    'questionnaire.sent': 'questionnaire'
  }
}
