using MLNet.LlmExtensions.Models.Tokenization.Training;
using ReportEncoder.Data;
using ReportEncoder.Evaluation;
using ReportEncoder.HardNegatives;
using ReportEncoder.HardNegatives.Mining;

namespace ReportEncoder.Stages;

/// <summary>
/// Writes the texts, pairs and hard negatives that may be trained on, and trains the vocabulary on the texts in the
/// proportions of the mixture.
/// </summary>
internal sealed class PrepareStage(WorkFolder work, Action<string> log)
{
    public const string Name = "prepared";

    /// <summary>Where sentences are taken from to be turned round: what reads like a report.</summary>
    private static readonly HashSet<string> Mined =
        ["mtsamples_cc0", "msft_clinical_visit_notes", "medec_ms", "ei_pmc_rct_fulltext", "openstax_nursing", "medquad"];

    public void Run(string corporaFolder, string dataFolder, int vocabularySize, int triplesPerKind, int minedTriples, int seed)
    {
        if (work.Has(Name))
        {
            log("Already prepared.");
            return;
        }

        work.Create();
        var sanity = SanitySentences.All;
        var reader = new CorpusReader(corporaFolder, HeldOutTexts.Read(dataFolder), sanity);
        Dictionary<string, int> documents = [], pairs = [], triples = [];
        Dictionary<string, long> words = [];
        JsonLines.Write(work.Texts, TrainingMixture.Sources.SelectMany(reader.Documents).Select(row =>
        {
            documents[row.Source] = documents.GetValueOrDefault(row.Source) + 1;
            words[row.Source] = words.GetValueOrDefault(row.Source) + Words(row.Text);
            return row;
        }));
        log($"{documents.Values.Sum()} documents, {words.Values.Sum()} words.");
        JsonLines.Write(work.Pairs, TrainingMixture.Sources.Where(s => s.PairWeight > 0).SelectMany(reader.Pairs).Select(row =>
        {
            pairs[row.Source] = pairs.GetValueOrDefault(row.Source) + 1;
            return row;
        }));
        log($"{pairs.Values.Sum()} pairs; {reader.Dropped} documents and pairs overlap a held-out text and are left out.");
        var mined = TripleMiner.Mine(Texts().Where(row => Mined.Contains(row.Source)), sanity).Take(minedTriples);
        JsonLines.Write(work.Triples, TripleGenerator.Generate(triplesPerKind, seed, sanity).Concat(mined).Select(row =>
        {
            triples[row.Kind] = triples.GetValueOrDefault(row.Kind) + 1;
            return row;
        }));
        log($"{triples.Values.Sum()} triples.");
        var tokenizer = WordPieceTrainer.Train(
            TextMixture.Texts(Texts, TextMixture.Repetitions(words)),
            new WordPieceTrainingOptions { VocabularySize = vocabularySize, ModelMaximumLength = 512, LimitAlphabet = 400 });
        if (!Directory.Exists(work.Tokenizer))
            tokenizer.Save(work.Tokenizer);
        log($"{tokenizer.Vocabulary.Count} tokens.");
        work.WriteRecord(Name, new PreparedRecord(tokenizer.Vocabulary.Count, documents, words, pairs, triples, reader.Dropped));
    }

    private IEnumerable<TextRow> Texts() => JsonLines.Read<TextRow>(work.Texts);

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
