"""Words that tell little about who an organization is, and words that are one word written differently."""

_FILLERS = """
a an and at by for from in of on or the to with without
au aux avec contre dans de des du en et la le les l d ou par pour sans sur un une vers ses sa son
con contra del e el entre las los o para por sin su sus y una uno unos unas
ao aos as com da das do dos em na nas no nos os pela pelo
di il della dei degli delle gli per und der die das fur von zu im
al ar ul wa fi li bil و في من علي الي عن مع او ضد
"""

_LEGAL_FORMS = """
inc incorporated ltd limited llc corp corporation plc gmbh ggmbh ag ev eingetragener verein registered trust
asbl aisbl vzw ivzw ong ongd ngo ingo npo nfp cso osc oscs pvo cbo asso sarl sa sas loi1901 1901
ac aec ipss osfl onlus ets scarl cv bv stichting reg regd cic cio scio oscip rup loi nonprofit غير ربحيه нко оо
"""

# One concept, as organizations write it in their names: full words, abbreviations, five languages and Arabic.
# The first is how we call it here; a long line goes on in a second one with the same beginning.
_CONCEPTS = """
association asociacion associacao associazione verein asso assoc assn asoc ass associations جمعيه ассоциация jamiyat
association jamiya jamiyya jamiyyat jameya gameya
organization organisation organizacion organizacao organizzazione organisations organizations org orgn orga منظمه
organization организация munazzamat munazzama munadhama
foundation fondation fundacion fundacao fondazione stiftung fdn fnd fndn found fond موسسه фонд muassasat
foundation muassasa moassasat
federation federacion federacao federazione fed اتحاد ittihad федерация
confederation confederacion confederacao conf
network reseau rede rete net netwk شبكه сеть shabakat shabaka
centre center centro zentrum ctr cntr cent مركز центр markaz merkez
committee comite comitato cttee cte cmte commitee comittee لجنه комитет lajnat lajna
commission comision comissao comm هييه hayat комиссия
council conseil consejo conselho consiglio مجلس совет majlis
union sindicato syndicat نقابه союз профсоюз
league ligue liga رابطه лига rabitat rabita
movement mouvement movimiento movimento mvt mouv mov حركه движение harakat haraka
society societe sociedad sociedade societa soc общество tovarystvo
institute institut instituto istituto inst معهد институт mahad
university universite universidad universidade universita univ جامعه
initiative iniciativa iniciativas initiatives init مبادره инициатива mubadarat mubadara
group groupe grupo gruppo grp groupement مجموعه группа
club clube نادي
cooperative cooperativa cooperatives coop تعاونيه
service services servicio servicios servico servicos serv خدمات
programme program programa programma prog prgm برنامج
project projet proyecto projeto progetto proj مشروع
agency agence agencia agenzia وكاله
office bureau oficina escritorio مكتب
action actions accion acoes acao azione act عمل
aid aide ayuda ajuda aiuto مساعده
support soutien appui apoyo apoio sostegno دعم
relief secours socorro auxilio اغاثه
help hilfe помощи помощь
development developpement desarrollo desenvolvimento sviluppo entwicklung dev devt devpt dvpt dvt تنميه tanmiya
development развития развитие
international internationale internacional internazionale internationaux internationales intl int دولي دوليه
international международная международныи международное
national nationale nacional nazionale nationaux nationales natl nat nac وطني وطنيه
regional regionale reg اقليمي
local locale locales locaux محلي
community communaute communautaire comunidad comunitario comunitaria comunidade comunita communautaires مجتمع
women woman womens femmes femme mujeres mujer mulheres mulher donne frauen نسا نسايي مراه женщин женщины
children child childrens enfants enfant ninos nino ninez criancas crianca bambini kinder اطفال طفل طفوله детеи дети
youth jeunes jeunesse jovenes juventud jovens juventude giovani jugend young شباب молодежи молодежь
girls filles ninas meninas فتيات
family families famille familles familia familias familial اسره
refugees refugee refugies refugie refugiados refugiado rifugiati fluchtlinge refs لاجيين لاجي беженцев беженцы
migrants migrant migrantes migrante migranti مهاجرين مهاجر мигрантов мигранты
migration migrations migracion migraciones migracao migrazione هجره
diaspora diasporas شتات
health sante salud saude salute gesundheit صحه صحيه
education educacion educacao educazione educ educational تعليم تربيه
rights right droits droit derechos derecho direitos diritti حقوق прав права huquq
human humain humains humano humanos humana humanas hum انسان человека insan
humanitarian humanitaire humanitario humanitaria انساني انسانيه
social sociale sociaux socialis اجتماعي اجتماعيه
peace paix paz pace frieden سلام
solidarity solidarite solidaridad solidariedade solidarieta تضامن
hope espoir esperance esperanza esperanca speranza امل
justice justicia justica giustizia عداله
protection proteccion protecao protezione حمايه
cross croix cruz croce kreuz صليب крест
red rouge roja rojo vermelha rossa احمر красныи красного
crescent croissant luna هلال
workers worker travailleurs trabajadores trabalhadores lavoratori عمال
rural rurale ruraux rurales ريفي ريفيه
world monde mundo mondo welt mundial mondial mondiale worldwide عالم عالمي
catholic catholique catolica catolico cattolica
islamic islamique islamica islamico اسلامي اسلاميه
save sauver salvar
friends friend amis amigos amici اصدقا
integration integracion integracao integrazione اندماج
return retour retorno عوده
legal juridique juridica juridico قانوني
mission missions mision missao
saint st sainte santa santo san ste
africa afrique
department departement departamento dept dep
ministry ministere ministerio min
government gouvernement gobierno govt gov
research recherche recherches investigacion pesquisa ricerca بحوث دراسات
"""

CONCEPTS: dict[str, str] = {form: line.split()[0] for line in _CONCEPTS.strip().splitlines() for form in line.split()}

# Kinds of body and kinds of scope: every second name has one, so they say little.
_GENERIC = """
association organization foundation federation confederation network centre committee commission council union league
movement society institute university initiative group club cooperative service programme project agency office action
aid support development international national regional local community social department
"""

FILLERS = frozenset(_FILLERS.split())
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
GENERIC = frozenset(_GENERIC.split())


def canonical(word: str) -> str:
    """The concept that a folded word writes (asoc, جمعيه: association), else the word itself."""
    return CONCEPTS.get(word, word)


def says_nothing(word: str) -> bool:
    """Whether a folded word is a function word or a legal form, which names have or leave out as they please."""
    return word in FILLERS or word in LEGAL_FORMS


def usual_weight(word: str) -> float:
    """How much a folded word tells, when nobody counted how rare it is."""
    if word in FILLERS:
        return 0.1
    if word in LEGAL_FORMS:
        return 0.15
    if canonical(word) in GENERIC:
        return 0.5
    return 1.0 if len(word) > 1 or word.isdigit() else 0.4
