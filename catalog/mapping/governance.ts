/** Governance, policies, risk, audit (C1 to C8) against the frameworks. */
import { parseMapping } from './shape.ts'

export const governanceMapping = parseMapping(`
  statement.review | iso <A.5.1 <7.5.2 | gs <ISMS.1 | pp <GC.11.1 | soc <CC2.3 | gdpr <32 | nis <1.1
  statement.no-reduction | iso <6.3 <A.5.1 | gs <ISMS.1 | pp <UMS.5.1 | soc <CC3.4 | gdpr <28 <32 | nis <1.1
  statement.nature | iso <A.5.31 | gs <ORP.5 | pp <GC.3.1.3 | soc <CC2.3 | gdpr ~28 | nis ~1.1
  statement.validity | iso <7.5.3 <A.5.1 | gs <ISMS.1 | pp <GC.11.1 | soc <CC2.3 | gdpr ~28 | nis <1.1
  governance.management-responsibility | iso =5.1 =A.5.4 | gs <ISMS.1 | pp =GC.5.1.2 | soc =CC1.2 | gdpr <24 | nis =20 <1.1
  governance.isb | iso <5.3 <A.5.2 | gs <ISMS.1 | pp <GC.9.1.1 | soc <CC1.3 | gdpr ~32 | nis <1.2
  governance.dpo | iso <5.3 <A.5.34 | gs <CON.2 | pp ~GC.9.1.1 | soc ~CC1.3 | gdpr =37 <38 <39
  governance.security-team | iso <5.3 <7.1 <A.5.2 | gs <ISMS.1 <ORP.1 | pp <GC.9.1 | soc <CC1.3 <CC1.5 | gdpr ~32 | nis <1.2
  framework.iso27001 | iso =4.4 <4.3 <A.5.31 | gs ~ISMS.1 | pp ~GC.1.1 | soc ~CC3.1 | gdpr ~32 | nis ~21(2)(a)
  framework.grundschutz | iso ~4.4 <A.5.31 | gs =ISMS.1 | pp =GC.1.1 | soc ~CC3.1 | gdpr ~32 | nis ~21(2)(a)
  framework.soc2 | iso ~A.5.31 ~A.5.35 | gs ~ORP.5 | pp ~PERF.2.1 | soc <CC1.1 <CC2.3 | gdpr ~28 | nis ~2.2
  framework.gdpr | iso <A.5.31 <A.5.34 | gs =CON.2 | pp <GC.3.1.1 | soc ~P4.1 | gdpr <5 <24 <32 | nis ~2.2
  framework.alignment | iso <4.4 | gs <ISMS.1 | pp <GC.1.1 | soc ~CC1.1 ~CC3.1 | gdpr ~24 ~32 | nis <21(2)(a)
  framework.other | iso <A.5.31 <4.2 | gs <ORP.5 | pp <GC.3.1.3 | soc ~CC2.3 | gdpr ~24 | nis ~2.2
  framework.iso27001-certified | iso <4.4 <A.5.35 | gs ~ISMS.1 | pp ~GC.1.1 | soc ~CC4.1 | gdpr ~32 | nis ~2.3
  framework.grundschutz-certified | iso <A.5.35 | gs ~ISMS.1 | pp ~GC.1.1 | soc ~CC4.1 | gdpr ~32 | nis ~2.3
  framework.soc2-certified | iso <A.5.35 | gs ~ISMS.1 | pp ~PERF.2.1 | soc <CC4.1 | gdpr ~28 | nis ~2.3
  framework.other-certified | iso <A.5.35 | gs ~ISMS.1 | pp ~GC.1.1 | soc ~CC4.1 | gdpr ~32 | nis ~2.3
  framework.soa | iso <6.1.3 | gs ~ISMS.1 | pp <STM.2.1 <UMS.1.1 | soc <CC5.1 | gdpr ~32 | nis <2.1
  policy.acknowledgement | iso <A.5.1 <A.5.36 <A.6.2 <7.3 | gs <ORP.2 <ORP.1 | pp <PERS.3.2 | soc <CC1.5 <CC5.3 | gdpr <29 | nis <1.1 <10.1
  policy.access-control | iso <A.5.15 | gs <ORP.4 | pp =BER.1.1 | soc <CC5.3 <CC6.1 | gdpr <32 | nis =11.1
  policy.incident-response | iso <A.5.24 | gs <DER.2.1 | pp =REA.1.1 | soc <CC7.4 | gdpr <33 | nis =3.1
  policy.change-management | iso <A.8.32 | gs <OPS.1.1.3 | pp =TEST.1.1 | soc <CC8.1 | gdpr ~32 | nis <6.4
  policy.acceptable-use | iso <A.5.10 | gs <ORP.1 | pp =ASST.3.1 | soc <CC5.3 | gdpr ~29 | nis <12.2
  policy.data-classification | iso =A.5.12 <A.5.13 | gs <ORP.1 <CON.9 | pp =ASST.2.4 <ASST.3.3 | soc <C1.1 | gdpr ~32 | nis =12.1
  policy.security | iso =5.2 <A.5.1 | gs <ISMS.1 | pp =GC.5.1.3 | soc =CC5.3 | gdpr <24 | nis =1.1
  policy.review | iso <A.5.1 <7.5.2 | gs <ISMS.1 | pp <GC.11.1 | soc <CC5.3 | gdpr <24 | nis <1.1
  policy.disciplinary | iso =A.6.4 | gs <ORP.2 | pp =PERS.5.1 | soc <CC1.5 | gdpr ~29 | nis =10.4
  risk.assessment | iso <6.1.1 =6.1.2 =8.2 <A.5.7 | gs <ISMS.1 | pp =STM.4.1 <GC.12.1 | soc =CC3.2 <CC3.3 | gdpr <32 | nis <2.1 <21(2)(a)
  risk.treatment | iso =6.1.3 =8.3 | gs <ISMS.1 | pp =UMS.1.2 <UMS.2.1 | soc <CC3.2 <CC9.1 | gdpr <32 | nis <2.1
  risk.protection-goals | iso ~6.2 ~A.5.12 | gs ~ISMS.1 | pp <GC.7.1.2 | soc <CC3.1 | gdpr <5 <32 | nis ~21(2)(a)
  risk.unauthorised-processing | iso <A.5.34 <A.8.3 <A.8.12 | gs <ORP.4 <CON.2 | pp ~ASST.3.12 | soc ~CC6.1 <P4.1 | gdpr <5 <32 | nis ~21(2)(i)
  risk.data-loss | iso ~A.8.13 <A.5.33 | gs <CON.3 | pp ~NOT.4.1 | soc ~A1.2 | gdpr <5 <32 | nis ~4.2
  risk.asset-register | iso <A.5.9 | gs <ORP.1 <ISMS.1 | pp <ASST.2.1 <ASST.2.2 <ASST.2.3 | soc <CC6.1 <C1.1 | gdpr ~30 | nis =12.4
  risk.processing-records | iso <A.5.34 <A.5.9 | gs <CON.2 | pp ~ASST.2.1 | soc <P6.7 | gdpr =30
  risk.impact-assessment | iso <A.5.34 | gs <CON.2 | pp ~GC.7.1.2 | soc ~CC3.2 | gdpr =35 ~36
  risk.data-minimisation | iso <A.5.34 <A.8.11 | gs <CON.2 | pp ~ASST.3.2 | soc =P3.1 | gdpr <5 =25
  risk.data-deletion | iso =A.8.10 <A.5.33 | gs =CON.6 | pp <ASST.7.2 <ASST.7.3 | soc =P4.3 <C1.2 <P4.2 | gdpr =17 | nis <12.5
  risk.data-subject-rights | iso <A.5.34 | gs <CON.2 | pp ~GC.3.1.1 | soc <P5.1 <P5.2 <P8.1 | gdpr <12 =15 =16 <17 <18 <20 <21
  objective.measurement | iso =6.2 =9.1 | gs <ISMS.1 | pp =GC.5.1 <PERF.5.1 | soc <CC4.1 <CC3.1 | gdpr <32 | nis =7
  objective.implementation | iso =8.1 <A.5.37 | gs <ISMS.1 | pp =UMS.6.1 | soc <CC5.1 <CC5.2 | gdpr <24 | nis <21(2)(a)
  objective.improvement | iso =10.1 | gs <ISMS.1 | pp =VRB.1.1 | soc <CC4.2 | gdpr <32 | nis <7
  objective.programme-review | iso <9.1 <A.5.36 | gs <ISMS.1 | pp =PERF.1.1 | soc <CC4.1 | gdpr <32 | nis <2.3 <21(2)(f)
  audit.internal | iso =9.2.1 =9.2.2 <A.5.35 <A.5.36 <A.8.34 | gs <DER.3.1 | pp =PERF.3.1.2 | soc <CC4.1 | gdpr <32 | nis <2.3 <2.2
  audit.external | iso <A.5.35 | gs <DER.3.1 ~DER.3.2 | pp <PERF.3.1 | soc <CC4.1 | gdpr <32 ~42 | nis =2.3
  audit.corrective-action | iso =10.2 | gs <DER.3.1 | pp =VRB.2.1 =VRB.4.1 | soc =CC4.2 | gdpr <32 | nis <2.2 <7
  management-review.yearly | iso =9.3.1 =9.3.2 =9.3.3 <5.1 | gs <ISMS.1 | pp <PERF.4.1 =PERF.4.2 | soc <CC1.2 | gdpr ~24 | nis <20 <2.2
`)
