# ruff: noqa: E501 - a row of six languages is one line
"""The words of which invented organizations are named, in six languages: en, fr, es, pt, ar, ru.

Arabic entries carry how they are said, so that a query can be written by ear. All organizations are invented.
"""

LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru")

# What kind of body it is.
BODIES = """
Association|Association|Asociación|Associação|جمعية jamiyat|Ассоциация
Foundation|Fondation|Fundación|Fundação|مؤسسة muassasat|Фонд
Organization|Organisation|Organización|Organização|منظمة munazzamat|Организация
Network|Réseau|Red|Rede|شبكة shabakat|Сеть
Centre|Centre|Centro|Centro|مركز markaz|Центр
Union|Union|Unión|União|اتحاد ittihad|Союз
Committee|Comité|Comité|Comitê|لجنة lajnat|Комитет
Initiative|Initiative|Iniciativa|Iniciativa|مبادرة mubadarat|Инициатива
Movement|Mouvement|Movimiento|Movimento|حركة harakat|Движение
League|Ligue|Liga|Liga|رابطة rabitat|Лига
Society|Société|Sociedad|Sociedade|هيئة hayat|Общество
Institute|Institut|Instituto|Instituto|معهد mahad|Институт
Forum|Forum|Foro|Fórum|منتدى muntada|Форум
Council|Conseil|Consejo|Conselho|مجلس majlis|Совет
"""

# What it does: follows "for" (en), "pour" (fr) … and stands with its article where the language wants one.
TOPICS = """
Development|le Développement|el Desarrollo|o Desenvolvimento|التنمية al-tanmiya|развития
Health|la Santé|la Salud|a Saúde|الصحة al-sihha|здоровья
Education|l’Éducation|la Educación|a Educação|التعليم al-taalim|образования
Human Rights|les Droits humains|los Derechos Humanos|os Direitos Humanos|حقوق الإنسان huquq al-insan|прав человека
Peace|la Paix|la Paz|a Paz|السلام al-salam|мира
Solidarity|la Solidarité|la Solidaridad|a Solidariedade|التضامن al-tadamun|солидарности
Integration|l’Intégration|la Integración|a Integração|الاندماج al-indimaj|интеграции
Legal Aid|l’Aide juridique|la Asistencia Jurídica|a Assistência Jurídica|المساعدة القانونية al-musaada al-qanuniya|правовой помощи
Safe Return|le Retour digne|el Retorno Digno|o Retorno Digno|العودة الآمنة al-awda al-amina|безопасного возвращения
Food Security|la Sécurité alimentaire|la Seguridad Alimentaria|a Segurança Alimentar|الأمن الغذائي al-amn al-ghidhai|продовольственной безопасности
Clean Water|l’Eau potable|el Agua Potable|a Água Potável|المياه النظيفة al-miyah al-nazifa|чистой воды
Shelter|l’Hébergement|el Albergue|o Abrigo|الإيواء al-iwa|приюта
Vocational Training|la Formation professionnelle|la Formación Profesional|a Formação Profissional|التدريب المهني al-tadrib al-mihani|профессионального обучения
Protection|la Protection|la Protección|a Proteção|الحماية al-himaya|защиты
Dialogue|le Dialogue|el Diálogo|o Diálogo|الحوار al-hiwar|диалога
Reconciliation|la Réconciliation|la Reconciliación|a Reconciliação|المصالحة al-musalaha|примирения
Environment|l’Environnement|el Medio Ambiente|o Meio Ambiente|البيئة al-bia|окружающей среды
Culture|la Culture|la Cultura|a Cultura|الثقافة al-thaqafa|культуры
Equality|l’Égalité|la Igualdad|a Igualdade|المساواة al-musawa|равенства
Dignity|la Dignité|la Dignidad|a Dignidade|الكرامة al-karama|достоинства
Hospitality|l’Accueil|la Acogida|o Acolhimento|الضيافة al-diyafa|гостеприимства
Anti-Trafficking|la Lutte contre la traite|la Lucha contra la Trata|o Combate ao Tráfico|مكافحة الاتجار mukafahat al-ittijar|борьбы с торговлей людьми
Fair Work|le Travail décent|el Trabajo Digno|o Trabalho Digno|العمل اللائق al-amal al-laiq|достойного труда
Literacy|l’Alphabétisation|la Alfabetización|a Alfabetização|محو الأمية mahw al-ummiya|грамотности
Agriculture|l’Agriculture|la Agricultura|a Agricultura|الزراعة al-ziraa|земледелия
Microcredit|le Microcrédit|el Microcrédito|o Microcrédito|القروض الصغيرة al-qurud al-saghira|микрокредита
Emergency Relief|le Secours d’urgence|la Ayuda de Emergencia|o Socorro de Emergência|الإغاثة العاجلة al-ighatha al-ajila|экстренной помощи
Psychosocial Care|le Soutien psychosocial|el Apoyo Psicosocial|o Apoio Psicossocial|الدعم النفسي al-daam al-nafsi|психологической поддержки
Remittances|les Transferts d’argent|las Remesas|as Remessas|التحويلات المالية al-tahwilat al-maliya|денежных переводов
Citizenship|la Citoyenneté|la Ciudadanía|a Cidadania|المواطنة al-muwatana|гражданства
Mutual Aid|l’Entraide|la Ayuda Mutua|a Ajuda Mútua|التعاون al-taawun|взаимопомощи
Disability Inclusion|l’Inclusion du handicap|la Inclusión de la Discapacidad|a Inclusão da Deficiência|إدماج المعاقين idmaj al-muaqin|поддержки инвалидов
Information|l’Information|la Información|a Informação|الإعلام al-ilam|информации
Research|la Recherche|la Investigación|a Pesquisa|البحوث al-buhuth|исследований
Family Reunification|le Regroupement familial|la Reunificación Familiar|a Reunificação Familiar|لم الشمل lamm al-shaml|воссоединения семей
Climate Action|l’Action climatique|la Acción Climática|a Ação Climática|العمل المناخي al-amal al-munakhi|борьбы с изменением климата
"""

# Whom it serves or who makes it up.
AUDIENCES = """
Women|des Femmes|de las Mujeres|das Mulheres|النساء al-nisa|женщин
Children|des Enfants|de los Niños|das Crianças|الأطفال al-atfal|детей
Youth|des Jeunes|de los Jóvenes|dos Jovens|الشباب al-shabab|молодёжи
Migrants|des Migrants|de los Migrantes|dos Migrantes|المهاجرين al-muhajirin|мигрантов
Refugees|des Réfugiés|de los Refugiados|dos Refugiados|اللاجئين al-lajiin|беженцев
Displaced People|des Déplacés|de los Desplazados|dos Deslocados|النازحين al-nazihin|переселенцев
Returnees|des Rapatriés|de los Retornados|dos Retornados|العائدين al-aidin|возвращенцев
Domestic Workers|des Travailleuses domestiques|de las Trabajadoras del Hogar|das Trabalhadoras Domésticas|عمال المنازل ummal al-manazil|домашних работниц
Seafarers|des Marins|de la Gente del Mar|dos Marítimos|البحارة al-bahhara|моряков
Farmers|des Paysans|de los Campesinos|dos Camponeses|المزارعين al-muzariin|крестьян
Families|des Familles|de las Familias|das Famílias|الأسر al-usar|семей
Students|des Étudiants|de los Estudiantes|dos Estudantes|الطلاب al-tullab|студентов
Fishers|des Pêcheurs|de los Pescadores|dos Pescadores|الصيادين al-sayyadin|рыбаков
Nurses|des Infirmiers|de las Enfermeras|dos Enfermeiros|الممرضين al-mumarridin|медсестёр
Teachers|des Enseignants|de los Maestros|dos Professores|المعلمين al-muallimin|учителей
Orphans|des Orphelins|de los Huérfanos|dos Órfãos|الأيتام al-aytam|сирот
Widows|des Veuves|de las Viudas|das Viúvas|الأرامل al-aramil|вдов
Elders|des Anciens|de los Mayores|dos Idosos|المسنين al-musinnin|пожилых
Nomads|des Nomades|de los Nómadas|dos Nómadas|الرحل al-ruhhal|кочевников
Survivors|des Survivants|de los Sobrevivientes|dos Sobreviventes|الناجين al-najin|пострадавших
"""

# How the parts are put together. {name} is the invented proper name, {place} an invented place.
PATTERNS = {
    "en": ("{name} {body} for {topic}", "{body} for {topic} of {audience} in {place}", "{place} {audience} {body} for {topic}",
           "{audience} {topic} {body} {name}", "{name} {audience} {body}", "{body} {name} {place}"),
    "fr": ("{body} {name} pour {topic}", "{body} pour {topic} {audience} de {place}", "{body} {audience} de {place} pour {topic}",
           "{body} {audience} {name}", "{name} {body} pour {topic}", "{body} {name} de {place}"),
    "es": ("{body} {name} para {topic}", "{body} para {topic} {audience} de {place}", "{body} {audience} de {place} por {topic}",
           "{body} {audience} {name}", "{body} {name} por {topic}", "{body} {name} de {place}"),
    "pt": ("{body} {name} para {topic}", "{body} para {topic} {audience} de {place}", "{body} {audience} de {place} para {topic}",
           "{body} {audience} {name}", "{body} {name} por {topic}", "{body} {name} de {place}"),
    "ar": ("{body} {name} {topic}", "{body} {topic} {audience} في {place}", "{body} {audience} {place} {topic}",
           "{body} {audience} {name}", "{body} {name} {topic}", "{body} {name} {place}"),
    "ru": ("{body} {topic} «{name}»", "{body} {topic} {audience} {place}", "{body} {audience} {place} {topic}",
           "{body} {audience} «{name}»", "{body} «{name}» {topic}", "{body} «{name}» {place}"),
}  # fmt: skip

LEGAL_FORMS = {
    "en": ("Inc.", "Ltd", "NGO", "CIC"), "fr": ("ASBL", "ONG", "AISBL", "(loi 1901)"), "es": ("A.C.", "ONG", "ONGD"),
    "pt": ("ONG", "OSC"), "ar": ("غير ربحية",), "ru": ("НКО", "ОО"),
}  # fmt: skip

# What people write instead of the whole word.
ABBREVIATIONS = {
    "Association": "Assoc.", "Asociación": "Asoc.", "Associação": "Assoc.", "Foundation": "Fdn", "Fondation": "Fond.",
    "Fundación": "Fund.", "Organization": "Org.", "Organisation": "Org.", "Organización": "Org.", "Centre": "Ctr",
    "Centro": "Ctro.", "Committee": "Cttee", "Comité": "Cté", "Development": "Dev't", "Développement": "Dévpt",
    "Desarrollo": "Desar.", "Education": "Educ.", "Éducation": "Éduc.", "Educación": "Educ.", "Institute": "Inst.",
    "Institut": "Inst.", "Instituto": "Inst.", "Movement": "Mvt", "Mouvement": "Mvt", "Society": "Soc.", "for": "4",
    "Humanos": "Hum.", "Ассоциация": "Асс.", "Организация": "Орг.", "Институт": "Инст.",
}  # fmt: skip

# Countries and the language in which their organizations are named first.
COUNTRIES = {
    "en": "KEN UGA GHA NGA ZMB ZWE PHL PAK BGD NPL LKA JAM LBR SLE GMB FJI PNG GBR USA MLT",
    "fr": "TCD MLI NER SEN BFA CIV CMR COD TGO BEN HTI MDG FRA BEL CHE DJI GIN BDI",
    "es": "HND GTM SLV MEX COL PER ECU BOL CRI PAN DOM NIC ESP ARG CHL VEN",
    "pt": "MOZ AGO CPV GNB BRA PRT TLS STP",
    "ar": "TUN MAR EGY JOR LBN SDN YEM IRQ LBY SYR MRT DZA",
    "ru": "KAZ KGZ TJK UZB MDA ARM BLR RUS",
}

TYPES = ("ngo", "ngo", "ngo", "ngo", "advocacy_group", "migrants_organization", "union_or_professional_association",
         "media", "research_or_university", "foundation", "other")  # fmt: skip
ROLES = ("collaborator", "service_provider", "project_implementer", "donor", "technical_cooperation_beneficiary",
         "grant_recipient", "service_recipient")  # fmt: skip
LEVELS = ("global", "regional", "national", "national", "local", "local", "local")

# Syllables of invented proper names and places: as said, in Arabic and in Cyrillic letters.
SYLLABLES = """
ka كا ка|ma ما ма|ru رو ру|shi شي ши|na نا на|lo لو ло|di دي ди|sa سا са|ki كي ки|ba با ба|tu تو ту|ra را ра|mi مي ми|zo زو зо
kha خا ха|gha غا га|li لي ли|no نو но|da دا да|ri ري ри|su سو су|fa فا фа|ha ها ха|wa وا ва|ya يا я|bi بي би|go جو го|la لا ла
mu مو му|ti تي ти|re ري ре|cha شا ча|do دو до|ni ني ни|ta تا та|sha شا ша|si سي си|ro رو ро|za زا за|jo جو джо|lu لو лу|ga جا га
"""
ENDINGS = "n ن н|l ل л|r ر р|m م м|s س с|d د д|b ب б|t ت т|sh ش ш|k ك к"
