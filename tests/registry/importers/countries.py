"""Countries as plain data for these tests: a few, with the traps (`NA`, two spellings, four languages, numbers)."""

COUNTRIES = {
    spelling: code
    for code, spellings in {
        "TCD": "Chad|Tchad|تشاد|TD|TCD|148",
        "HND": "Honduras|هندوراس|HN|HND|340",
        "KEN": "Kenya|Kenia|كينيا|KE|KEN|404",
        "UGA": "Uganda|Ouganda|أوغندا|UG|UGA|800",
        "NAM": "Namibia|Namibie|ناميبيا|NA|NAM|516",
        "CIV": "Côte d'Ivoire|Côte d’Ivoire|Ivory Coast|كوت ديفوار|CI|CIV|384",
        "TUN": "Tunisia|Tunisie|Túnez|تونس|TN|TUN|788",
        "AFG": "Afghanistan|Afganistán|أفغانستان|AF|AFG|4",
        "TTO": "Trinidad and Tobago|Trinité-et-Tobago|TT|TTO|780",
        "FRA": "France|Francia|فرنسا|FR|FRA|250",
    }.items()
    for spelling in spellings.split("|")
}
