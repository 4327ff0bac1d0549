namespace EncoderTraining.Data;

/// <summary>
/// What the encoder is trained on. Report-like text is scarce and weighted up. Left out on purpose: share-alike sources
/// (ko_kornlu_klue), sources whose single texts may have other owners (asreview_open), and the labelled data sets that
/// the encoder is judged on (the chest X-ray reports are not free for every use, either).
/// </summary>
internal static class TrainingMixture
{
    public static readonly IReadOnlyList<Source> Sources =
    [
        new("mtsamples_cc0", 0.16, 0.10, 0.12),
        new("msft_clinical_visit_notes", 0.06, 0.07, 0.04),
        new("medec_ms", 0.03, 0),
        new("ei_pmc_rct_fulltext", 0.25, 0.14, 0.06),
        new("craft_pmc", 0.01, 0),
        new("medquad", 0.10, 0.12),
        new("openstax_anatomy_physiology", 0.05, 0.05),
        new("openstax_nursing", 0.06, 0.05),
        new("openstax_microbiology", 0.02, 0.01),
        new("openstax_biology", 0.02, 0.02),
        new("openstax_psychology", 0.01, 0.01),
        new("openstax_sociology", 0.01, 0.01),
        new("disease_ontology", 0.02, 0.06),
        new("open_english_wordnet", 0.05, 0.08),
        new("arxiv_bio", 0.06, 0.08),
        new("arxiv_general", 0.05, 0.05),
        new("scitldr", 0.02, 0.03),
        new("digitalgov", 0.02, 0.03),
    ];

    /// <summary>
    /// Labels of pairs that do not mean the same: parent and child terms, merely related terms, and the wrong
    /// statements that a corpus offers as hard negatives.
    /// </summary>
    public static bool IsPositive(string label) =>
        label is not ("is_a" or "synonym:related") && !label.StartsWith("hard-negative", StringComparison.Ordinal);
}
