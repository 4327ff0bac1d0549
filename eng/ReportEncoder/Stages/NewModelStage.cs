using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Training;
using ReportEncoder.Data;
using ReportEncoder.Embeddings;

namespace ReportEncoder.Stages;

/// <summary>Makes a model that knows nothing yet, or only which words occur together.</summary>
internal sealed class NewModelStage(WorkFolder work, Action<string> log)
{
    // BERT's 0.02 would hide what the embeddings say behind the positions'.
    private const float WordDeviation = 0.05f;

    public void Run(string name, NewBert shape, bool cooccurrence, int seed)
    {
        var folder = work.Model(name);
        if (work.Has(name))
        {
            log($"'{folder}' exists already.");
            return;
        }

        var prepared = work.ReadRecord<PreparedRecord>(PrepareStage.Name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true); // without its record it is not complete
        var model = NewLanguageModel.Create(folder, work.Tokenizer, shape, seed);
        if (cooccurrence)
        {
            var information = Count(TextTokenizer.FromPretrained(work.Tokenizer), prepared).ToPositiveInformation();
            log("Tokens are counted.");
            WordEmbeddings.Replace(folder, CooccurrenceEmbedding.Compute(information, shape.HiddenSize, WordDeviation, seed));
        }

        work.WriteRecord(name, new { shape.LayerCount, shape.HiddenSize, shape.HeadCount, model.Configuration.VocabularySize, cooccurrence, seed });
        log($"'{folder}' is ready.");
    }

    private CooccurrenceCounts Count(TextTokenizer tokenizer, PreparedRecord prepared)
    {
        var (counts, buffer) = (new CooccurrenceCounts(tokenizer.VocabularySize), new TokenBuffer());
        foreach (var text in TextMixture.Texts(() => JsonLines.Read<TextRow>(work.Texts), TextMixture.Repetitions(prepared.Words)))
        {
            buffer.Clear();
            tokenizer.EncodeContent(text, buffer);
            counts.Add(buffer.Ids);
        }

        return counts;
    }
}
