"""Words from which demonstration names are made. Places, lanterns and ferries: no organization is meant."""

# (language, countries where such names are at home, beginnings, {type: endings})
FAMILIES = [
    (
        "en",
        ["KEN", "UGA", "TZA", "NGA", "GHA", "ETH", "PHL", "BGD", "PAK", "NPL", "ZMB", "MWI"],
        [
            "Riverbend",
            "Blue Lantern",
            "Tamarind",
            "Morning Ferry",
            "Red Kite",
            "Open Gate",
            "Long Bridge",
            "Salt Road",
            "Two Rivers",
            "Paper Boat",
            "Green Harbour",
            "Quiet Hill",
            "Seven Wells",
            "Northern Star",
        ],
        {
            "ngo": ["Migrant Aid Network", "Relief and Shelter", "Reintegration Partners", "Safe Crossing"],
            "union_or_professional_association": ["Seafarers’ Union", "Domestic Workers’ Union"],
            "research_or_university": ["Centre for Mobility Research", "Migration Observatory"],
            "media": ["Community Radio"],
            "migrants_organization": ["Diaspora Council"],
            "advocacy_group": ["Campaign for Safe Work"],
            "philanthropic": ["Foundation"],
        },
    ),
    (
        "fr",
        ["MLI", "NER", "TCD", "SEN", "CIV", "CMR", "TUN", "MAR", "COD", "HTI"],
        [
            "Passerelle",
            "Belle Étoile",
            "Clair Matin",
            "Grand Fleuve",
            "Palmier Bleu",
            "Dune Claire",
            "Arc du Sahel",
            "Main Ouverte",
            "Puits Neuf",
            "Trois Collines",
            "Sentier Sûr",
            "Baobab Rouge",
        ],
        {
            "ngo": ["Association {} d’accueil", "{} Secours aux migrants", "Réseau {} pour le retour", "Entraide {}"],
            "migrants_organization": ["Union des migrants {}", "Collectif {} de la diaspora"],
            "media": ["Radio {}"],
            "research_or_university": ["Institut {} d’études des mobilités"],
            "philanthropic": ["Fondation {}"],
            "advocacy_group": ["{} pour les droits des migrants"],
        },
    ),
    (
        "es",
        ["COL", "ECU", "PER", "MEX", "GTM", "HND", "SLV", "CRI"],
        [
            "Puente Claro",
            "Luz del Valle",
            "Camino Nuevo",
            "Río Sereno",
            "Casa Abierta",
            "Viento Sur",
            "Faro Azul",
            "Tres Lagunas",
            "Monte Verde",
            "Orilla Amiga",
        ],
        {
            "ngo": ["Fundación {} de ayuda", "Asociación {} para migrantes", "Red {} de acogida", "{} sin fronteras"],
            "migrants_organization": ["Unión de migrantes {}"],
            "union_or_professional_association": ["Sindicato {} de trabajadoras del hogar"],
            "media": ["Radio {}"],
            "research_or_university": ["Instituto {} de movilidad humana"],
            "philanthropic": ["Fundación {}"],
        },
    ),
    (
        "ar",
        ["EGY", "LBN", "IRQ", "LBY", "JOR", "SDN"],
        [
            "الجسر الهادئ",
            "النجم الأزرق",
            "الباب المفتوح",
            "البئر السابعة",
            "الواحة الصغيرة",
            "الشراع الأبيض",
            "الدرب الآمن",
            "الوادي الأخضر",
        ],
        {
            "ngo": ["جمعية {} لمساعدة المهاجرين", "شبكة {} للإغاثة", "مؤسسة {} لإعادة الإدماج"],
            "migrants_organization": ["اتحاد {} للمغتربين"],
            "research_or_university": ["مركز {} لدراسات الهجرة"],
            "media": ["إذاعة {}"],
        },
    ),
    (
        "ru",
        ["KAZ", "KGZ", "TJK", "UZB", "ARM", "MDA"],
        ["Тихий мост", "Синий фонарь", "Добрый путь", "Семь ключей", "Белый парус", "Северная звезда"],
        {
            "ngo": ["Фонд помощи «{}»", "Сеть поддержки «{}»"],
            "migrants_organization": ["Союз мигрантов «{}»"],
            "research_or_university": ["Центр исследований «{}»"],
        },
    ),
]

# Arabic and Russian names have an English form beside them, as a translation.
ENGLISH = {
    "الجسر الهادئ": "Quiet Bridge",
    "النجم الأزرق": "Blue Star",
    "الباب المفتوح": "Open Door",
    "البئر السابعة": "Seventh Well",
    "الواحة الصغيرة": "Small Oasis",
    "الشراع الأبيض": "White Sail",
    "الدرب الآمن": "Safe Path",
    "الوادي الأخضر": "Green Valley",
    "Тихий мост": "Quiet Crossing",
    "Синий фонарь": "Blue Lamp",
    "Добрый путь": "Good Way",
    "Семь ключей": "Seven Springs",
    "Белый парус": "White Canvas",
    "Северная звезда": "Polar Light",
}
ENGLISH_KIND = {
    "ngo": "Aid Society",
    "migrants_organization": "Migrants’ Union",
    "research_or_university": "Migration Studies Centre",
    "media": "Radio",
}

WORK = {
    "en": [
        "Shelter and counselling for people who escaped trafficking.",
        "Information desks for workers before they leave.",
        "Family tracing and first aid along the route.",
        "Training for local officials and community leaders.",
        "Small grants and mentoring for people who return.",
    ],
    "fr": [
        "Abri et conseil pour les personnes qui ont échappé à la traite.",
        "Guichets d’information pour les travailleurs avant le départ.",
        "Recherche des familles et premiers secours sur la route.",
        "Formation des agents locaux et des responsables communautaires.",
        "Petites aides et accompagnement des personnes de retour.",
    ],
    "es": [
        "Refugio y orientación para personas que escaparon de la trata.",
        "Puestos de información para trabajadores antes de la salida.",
        "Búsqueda de familiares y primeros auxilios en la ruta.",
        "Formación de funcionarios locales y líderes comunitarios.",
        "Pequeñas ayudas y acompañamiento para quienes regresan.",
    ],
}
INVENTED = {
    "en": "Invented for demonstration.",
    "fr": "Inventée pour la démonstration.",
    "es": "Inventada para la demostración.",
}
