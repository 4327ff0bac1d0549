namespace ReportEncoder.Data;

/// <summary>
/// What the encoder is trained on. Report-like text is scarce and weighted up. Left out on purpose: share-alike sources
/// (ko_kornlu_klue), sources whose single texts may have other owners (asreview_open), and the labelled data sets that
/// the encoder is judged on (the chest X-ray reports are not free for every use, either).
/// </summary>
internal static class TrainingMixture
{
    private const string OpenStax = "CC BY 4.0, OpenStax, Rice University";

    public static readonly IReadOnlyList<Source> Sources =
    [
        new("mtsamples_cc0", 0.16, 0.08, 0.10,
            "MTSamples transcriptions", "CC0 (as stated by the package)", "github.com/ML4LHS/clinspacy"),
        new("msft_clinical_visit_notes", 0.06, 0.06, 0.04,
            "Clinical visit notes (MTS-Dialog, ACI-Bench)", "CC BY 4.0",
            "github.com/microsoft/clinical_visit_note_summarization_corpus"),
        new("medec_ms", 0.03, 0, 0,
            "MEDEC-MS", "CC BY 4.0", "github.com/abachaa/MEDEC"),
        new("ei_pmc_rct_fulltext", 0.25, 0.12, 0.06,
            "Randomised-trial articles of PubMed Central, by way of Evidence Inference",
            "CC BY or public domain, per article",
            "github.com/jayded/evidence-inference; the articles are named in [ATTRIBUTION.tsv](ATTRIBUTION.tsv)"),
        new("craft_pmc", 0.01, 0, 0,
            "CRAFT articles", "CC BY, per article", "github.com/UCDenver-ccp/CRAFT"),
        new("medquad", 0.10, 0.10, 0,
            "MedQuAD", "CC BY 4.0", "github.com/abachaa/MedQuAD"),
        new("openstax_anatomy_physiology", 0.05, 0.04, 0,
            "OpenStax Anatomy and Physiology", OpenStax, "github.com/openstax (last CC BY version)"),
        new("openstax_nursing", 0.06, 0.04, 0,
            "OpenStax Pharmacology, Nutrition, Population Health for Nurses", OpenStax, "github.com/openstax"),
        new("openstax_microbiology", 0.02, 0.01, 0,
            "OpenStax Microbiology", OpenStax, "github.com/openstax (last CC BY version)"),
        new("openstax_biology", 0.02, 0.02, 0,
            "OpenStax Biology", OpenStax, "github.com/philschatz/biology-book"),
        new("openstax_psychology", 0.01, 0.01, 0,
            "OpenStax Psychology", OpenStax, "github.com/openstax (last CC BY version)"),
        new("openstax_sociology", 0.01, 0.01, 0,
            "OpenStax Sociology", OpenStax, "github.com/openstax (last CC BY version)"),
        new("disease_ontology", 0.02, 0.05, 0,
            "Human Disease Ontology", "CC0", "github.com/DiseaseOntology/HumanDiseaseOntology"),
        new("open_english_wordnet", 0.05, 0.07, 0,
            "Open English WordNet", "CC BY 4.0 and the Princeton WordNet licence", "github.com/globalwordnet/english-wordnet"),
        new("arxiv_bio", 0.06, 0.07, 0,
            "arXiv titles and abstracts (biology, medical physics)", "CC0 (arXiv's terms for metadata)",
            "github.com/staeiou/arxiv_archive"),
        new("arxiv_general", 0.05, 0.05, 0,
            "arXiv titles and abstracts (other)", "CC0 (arXiv's terms for metadata)", "github.com/staeiou/arxiv_archive"),
        new("scitldr", 0.02, 0.03, 0,
            "SciTLDR", "Apache-2.0", "github.com/allenai/scitldr"),
        new("digitalgov", 0.02, 0.03, 0,
            "Digital.gov", "US public domain, CC0", "github.com/GSA/digitalgov.gov"),
    ];

    /// <summary>
    /// Labels of pairs that do not mean the same: parent and child terms, merely related terms, and the wrong
    /// statements that a corpus offers as hard negatives.
    /// </summary>
    public static bool IsPositive(string label) =>
        label is not ("is_a" or "synonym:related") && !label.StartsWith("hard-negative", StringComparison.Ordinal);
}
