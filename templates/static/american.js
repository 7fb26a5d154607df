/**
 * British spellings -> American ones, and irregular plurals -> singulars: the form that stands for a word. The index has
 * both forms. `site_gen/text/index_words/american.py` has the same tables, and says more of them.
 */

const FORMS = {
  alumni: "alumnus", analyses: "analysis", antennae: "antenna", appendices: "appendix", automata: "automaton",
  axes: "axis", bacteria: "bacterium", children: "child", corpora: "corpus", crises: "crisis", criteria: "criterion",
  diagnoses: "diagnosis", errata: "erratum", extrema: "extremum", feet: "foot", foci: "focus", formulae: "formula",
  fungi: "fungus", geese: "goose", genera: "genus", halves: "half", hypotheses: "hypothesis", indices: "index",
  lemmata: "lemma", loci: "locus", matrices: "matrix", maxima: "maximum", men: "man", mice: "mouse",
  minima: "minimum", momenta: "momentum", nuclei: "nucleus", optima: "optimum", parentheses: "parenthesis",
  phenomena: "phenomenon", prognoses: "prognosis", quanta: "quantum", radii: "radius", schemata: "schema",
  simplices: "simplex", spectra: "spectrum", stimuli: "stimulus", strata: "stratum", syntheses: "synthesis",
  teeth: "tooth", theses: "thesis", vertices: "vertex", vortices: "vortex", women: "woman",
  acknowledgement: "acknowledgment", acknowledgements: "acknowledgments", ageing: "aging", aluminium: "aluminum",
  amongst: "among", artefact: "artifact", artefacts: "artifacts", benefitted: "benefited", benefitting: "benefiting",
  biassed: "biased", burnt: "burned", cancelation: "cancellation", cosy: "cozy", draught: "draft",
  enquiry: "inquiry", enquiries: "inquiries", enrol: "enroll", enrolment: "enrollment", focussed: "focused",
  focusses: "focuses", focussing: "focusing", fulfil: "fulfill", fulfils: "fulfills", fulfilment: "fulfillment",
  instalment: "installment", instalments: "installments", jewellery: "jewelry", judgement: "judgment",
  judgements: "judgments", learnt: "learned", likeable: "likable", practise: "practice", practised: "practiced",
  practises: "practices", practising: "practicing", programme: "program", programmes: "programs",
  sizeable: "sizable", skilful: "skillful", storey: "story", storeys: "stories", sulphur: "sulfur",
  towards: "toward", useable: "usable", whilst: "while", wilful: "willful",
};
// In these, American English has an s too.
const KEPT = new RegExp(
  "^(?:un|im|self|semi|weakly)*(?:advertis|advis|appris|aris|chastis|circumcis|compris|compromis|concis|demis|"
  + "denis|despis|devis|elis|enfranchis|enterpris|excis|exercis|expertis|franchis|improvis|incis|merchandis|"
  + "moonris|mortis|paradis|precis|premis|promis|repris|revis|sunris|supervis|surmis|surpris|televis|treatis|"
  + "upris|valis)(?:e|i|a)",
);
// All are tried in this order, each once.
const RULES = [
  [
    "^(ard|arm|behavi|cand|clam|col|demean|discol|endeav|fav|ferv|flav|harb|hon|hum|lab|misbehavi|"
    + "multicol|neighb|od|parl|rig|rum|savi|sav|splend|tum|unfav|val|vap|vig)our",
    "$1or",
  ],
  ["^(.{2,}[b-df-hj-np-tvxz])is(e[drs]?|ers|ing|ingly|able|ability|ations?|ational)$", "$1iz$2"],
  ["(anal|catal|dial|electrol|hydrol|paral)ys(e[drs]?|ers|ing|able)$", "$1yz$2"],
  [
    "(barrel|bevel|cancel|channel|chisel|counsel|dial|duel|equal|fuel|funnel|initial|jewel|kernel|label|"
    + "level|libel|marvel|medal|metal|model|panel|parcel|pencil|pixel|quarrel|rival|shovel|signal|spiral|"
    + "total|travel|tunnel|unravel)l(ed|ings?|ers?|ous)$",
    "$1$2",
  ],
  ["(calib|cent|fib|lit|lust|meag|met|sab|somb|spect|theat)re(s?)$", "$1er$2"],
  ["(cent|lit|met)red$", "$1ered"],
  ["^centring$", "centering"],
  ["(anal|catal|dial|epil|homol|monol|prol)ogu(?:e(s|d)?|(ing))$", "$1og$2$3"],
  ["ogd$", "oged"],
  ["^(def|lic|off|pret)ence(s|d|less)?$", "$1ense$2"],
  ["^grey", "gray"],
  ["^mould", "mold"],
  ["^plough", "plow"],
  ["^sceptic", "skeptic"],
  ["^manoeuvr(es?|ed|ing)$", "maneuver$1"],
  ["^maneuver(?:e(s|d)?|(ing))$", "maneuver$1$2"],
  ["^(arch|pal)aeo", "$1eo"],
  ["^haem", "hem"],
  ["^paediat", "pediat"],
  ["(encyclop|orthop)aed", "$1ed"],
  ["aemi(a|as|c)$", "emi$1"],
  ["anaesthe", "anesthe"],
  ["^aetiolog", "etiolog"],
  ["^gynaec", "gynec"],
  ["^oe(dema|soph|str)", "e$1"],
  ["^foet", "fet"],
  ["rrhoea$", "rrhea"],
].map(([pattern, form]) => [new RegExp(pattern), form]);

/** Give the form that stands for a normal word; mostly the word itself. */
export function american(word) {
  if (Object.hasOwn(FORMS, word)) return FORMS[word];
  if (KEPT.test(word)) return word;
  return RULES.reduce((form, [pattern, other]) => form.replace(pattern, other), word);
}
