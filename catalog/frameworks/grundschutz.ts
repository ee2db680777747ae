/** BSI IT-Grundschutz, Kompendium Edition 2023: its 111 modules (Bausteine). Ids of the BSI, short titles of our own. */
import { defineFramework } from './shape.ts'

export const grundschutz = defineFramework(
  {
    id: 'grundschutz',
    title: { de: 'BSI IT-Grundschutz', en: 'BSI IT-Grundschutz' },
    edition: 'Kompendium 2023',
    extent: { de: 'Alle 111 Bausteine', en: 'All 111 modules' },
    certifiable: true,
  },
  `
  # ISMS | Managementsystem | Management system
  ISMS.1 | Management der Sicherheit | Managing security
  # ORP | Organisation und Personal | Organisation and staff
  ORP.1 | Organisation | Organisation
  ORP.2 | Personal | Staff
  ORP.3 | Bewusstsein und Schulung | Awareness and training
  ORP.4 | Identitäten und Rechte | Identities and rights
  ORP.5 | Anforderungen einhalten | Compliance
  # CON | Konzepte | Concepts
  CON.1 | Kryptokonzept | Cryptography concept
  CON.2 | Datenschutz | Data protection
  CON.3 | Datensicherungskonzept | Backup concept
  CON.6 | Löschen und vernichten | Deleting and destroying
  CON.7 | Reisen ins Ausland | Travelling abroad
  CON.8 | Softwareentwicklung | Software development
  CON.9 | Austausch von Informationen | Exchange of information
  CON.10 | Entwicklung von Webanwendungen | Development of web applications
  CON.11.1 | Geheimschutz VS-NfD | Classified information, VS-NfD
  # OPS | Betrieb | Operation
  OPS.1.1.1 | IT-Betrieb allgemein | IT operation in general
  OPS.1.1.2 | Ordentliche Administration | Proper administration
  OPS.1.1.3 | Patches und Änderungen | Patches and changes
  OPS.1.1.4 | Schutz vor Schadprogrammen | Defence against malware
  OPS.1.1.5 | Protokollierung | Logs
  OPS.1.1.6 | Software testen und freigeben | Testing and releasing software
  OPS.1.1.7 | Verwaltung der Systeme | Managing systems
  OPS.1.2.2 | Archiv | Archive
  OPS.1.2.4 | Telearbeit | Teleworking
  OPS.1.2.5 | Fernwartung | Remote maintenance
  OPS.1.2.6 | Zeit über NTP | Time by NTP
  OPS.2.2 | Cloud nutzen | Using the cloud
  OPS.2.3 | Outsourcing nutzen | Using outsourcing
  OPS.3.2 | Outsourcing anbieten | Offering outsourcing
  # DER | Erkennen und reagieren | Detecting and answering
  DER.1 | Ereignisse erkennen | Detecting events
  DER.2.1 | Vorfälle behandeln | Handling incidents
  DER.2.2 | Forensik vorbereiten | Preparing forensics
  DER.2.3 | Weitreichende Vorfälle bereinigen | Cleaning up far-reaching incidents
  DER.3.1 | Audits und Revisionen | Audits and revisions
  DER.3.2 | Revision nach Leitfaden | Revision by the guide
  DER.4 | Notfallmanagement | Emergency management
  # APP | Anwendungen | Applications
  APP.1.1 | Büroprogramme | Office programs
  APP.1.2 | Webbrowser | Web browsers
  APP.1.4 | Mobile Apps | Mobile apps
  APP.2.1 | Verzeichnisdienst allgemein | Directory service in general
  APP.2.2 | Active Directory | Active Directory
  APP.2.3 | OpenLDAP | OpenLDAP
  APP.3.1 | Webanwendungen und Webdienste | Web applications and services
  APP.3.2 | Webserver | Web servers
  APP.3.3 | Dateiserver | File servers
  APP.3.4 | Samba | Samba
  APP.3.6 | DNS-Server | DNS servers
  APP.4.2 | SAP-ERP | SAP ERP
  APP.4.3 | Relationale Datenbanken | Relational databases
  APP.4.4 | Kubernetes | Kubernetes
  APP.4.6 | SAP ABAP programmieren | SAP ABAP programming
  APP.5.2 | Exchange und Outlook | Exchange and Outlook
  APP.5.3 | E-Mail allgemein | Mail in general
  APP.5.4 | Kommunikation und Zusammenarbeit | Communication and collaboration
  APP.6 | Software allgemein | Software in general
  APP.7 | Individuelle Software | Custom software
  # SYS | Systeme | Systems
  SYS.1.1 | Server allgemein | Servers in general
  SYS.1.2.2 | Windows Server 2012 | Windows Server 2012
  SYS.1.2.3 | Windows Server | Windows Server
  SYS.1.3 | Linux- und Unix-Server | Linux and Unix servers
  SYS.1.5 | Virtualisierung | Virtualisation
  SYS.1.6 | Container | Containers
  SYS.1.7 | IBM Z | IBM Z
  SYS.1.8 | Speicherlösungen | Storage
  SYS.1.9 | Terminalserver | Terminal servers
  SYS.2.1 | Clients allgemein | Clients in general
  SYS.2.2.3 | Windows-Clients | Windows clients
  SYS.2.3 | Linux- und Unix-Clients | Linux and Unix clients
  SYS.2.4 | macOS-Clients | macOS clients
  SYS.2.5 | Virtuelle Clients | Virtual clients
  SYS.2.6 | Virtuelle Desktops | Virtual desktops
  SYS.3.1 | Laptops | Laptops
  SYS.3.2.1 | Smartphones und Tablets allgemein | Smartphones and tablets in general
  SYS.3.2.2 | Mobilgeräte verwalten | Managing mobile devices
  SYS.3.2.3 | iOS im Unternehmen | iOS in companies
  SYS.3.2.4 | Android | Android
  SYS.3.3 | Mobiltelefon | Mobile phone
  SYS.4.1 | Drucker und Kopierer | Printers and copiers
  SYS.4.3 | Eingebettete Systeme | Embedded systems
  SYS.4.4 | IoT-Geräte | IoT devices
  SYS.4.5 | Wechseldatenträger | Removable media
  # IND | Industrie | Industry
  IND.1 | Leit- und Automatisierungstechnik | Control and automation
  IND.2.1 | ICS-Komponenten allgemein | ICS components in general
  IND.2.2 | Speicherprogrammierbare Steuerung | Programmable logic controllers
  IND.2.3 | Sensoren und Aktoren | Sensors and actuators
  IND.2.4 | Maschinen | Machines
  IND.2.7 | Sicherheitsgerichtete Systeme | Safety systems
  IND.3.2 | Fernwartung in der Industrie | Remote maintenance in industry
  # NET | Netze | Networks
  NET.1.1 | Netzarchitektur | Network architecture
  NET.1.2 | Netzverwaltung | Network management
  NET.2.1 | WLAN betreiben | Running a WLAN
  NET.2.2 | WLAN nutzen | Using a WLAN
  NET.3.1 | Router und Switches | Routers and switches
  NET.3.2 | Firewall | Firewalls
  NET.3.3 | VPN | VPN
  NET.3.4 | Zugang zum Netz | Network access control
  NET.4.1 | Telefonanlagen | Telephone systems
  NET.4.2 | Telefonie über IP | Voice over IP
  NET.4.3 | Fax | Fax
  # INF | Infrastruktur | Infrastructure
  INF.1 | Gebäude allgemein | Buildings in general
  INF.2 | Rechenzentrum und Serverraum | Data centres and server rooms
  INF.5 | Technikraum und Schrank | Technical rooms and cabinets
  INF.6 | Datenträgerarchiv | Media archive
  INF.7 | Büroarbeitsplatz | Office workplace
  INF.8 | Arbeitsplatz zu Hause | Workplace at home
  INF.9 | Mobiler Arbeitsplatz | Mobile workplace
  INF.10 | Besprechungs- und Schulungsräume | Meeting and training rooms
  INF.11 | Fahrzeuge | Vehicles
  INF.12 | Verkabelung | Cabling
  INF.13 | Technik der Gebäude | Building services
  INF.14 | Automation der Gebäude | Building automation
`,
)
