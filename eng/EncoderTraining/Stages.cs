using System.Globalization;
using EncoderTraining.Data;
using EncoderTraining.Evaluation;
using EncoderTraining.Export;
using EncoderTraining.Model;
using EncoderTraining.Optimisation;
using EncoderTraining.Tokenizer;
using EncoderTraining.Training;

namespace EncoderTraining;

/// <summary>The commands: each reads what the one before left in the work folder.</summary>
internal sealed class Stages(string workFolder, Action<string> log)
{
    private const float WordDeviation = 0.05f;

    public void Prepare(string corporaFolder, string dataFolder, int vocabularySize) =>
        TokenisedCorpus.Prepare(corporaFolder, dataFolder, workFolder, vocabularySize, log);

    public void Initialise(int seed)
    {
        var encoder = Load(Stage.Random, seed);
        CooccurrenceEmbedding
            .Compute(TokenisedCorpus.Read(workFolder), encoder.Shape.VocabularySize, encoder.Shape.HiddenSize,
                WordDeviation, seed)
            .Data.CopyTo(encoder.Embedding.Words.Value.Data, 0);
        Safetensors.Write(Checkpoint(Stage.Initialise), BertWeights.Of(encoder), half: false);
        log("Word embeddings are ready.");
    }

    public void Pretrain(int steps, float? learningRate, int seed)
    {
        var training = new MaskedLanguageTraining { Steps = steps, Seed = seed };
        if (learningRate is { } rate)
            training = training with { LearningRate = rate };
        training.Run(Load(Stage.Initialise), TokenisedCorpus.Read(workFolder),
            TokenisedCorpus.ReadVocabulary(workFolder), Checkpoint(Stage.Pretrain), log);
    }

    public void Contrast(Stage from, int steps, float? learningRate, int seed)
    {
        var training = new ContrastiveTraining { Steps = steps, Seed = seed };
        if (learningRate is { } rate)
            training = training with { LearningRate = rate };
        training.Run(Load(from), TokenisedCorpus.Read(workFolder), Checkpoint(Stage.Contrast), log);
    }

    public void Evaluate(Stage stage, string dataFolder)
    {
        var tokenizer = new WordPieceEncoder(TokenisedCorpus.ReadVocabulary(workFolder));
        foreach (var score in DevelopmentScores.Measure(Load(stage), tokenizer, dataFolder))
        {
            log(string.Create(CultureInfo.InvariantCulture,
                $"{stage} {score.DataSet}: accuracy {score.Accuracy:F4}, macro-F1 {score.MacroF1:F4}"));
        }
    }

    public void Export(Stage stage, string corporaFolder, string folder)
    {
        ModelFolder.Write(folder, Load(stage), TokenisedCorpus.ReadVocabulary(workFolder));
        AttributionList.Write(
            Path.Combine(corporaFolder, "ei_attribution.tsv"), Path.Combine(folder, "ATTRIBUTION.tsv"));
        log("Exported.");
    }

    private BertEncoder Load(Stage stage, int seed = 1)
    {
        var vocabulary = TokenisedCorpus.ReadVocabulary(workFolder);
        var encoder = new BertEncoder(new EncoderShape { VocabularySize = vocabulary.Count }, seed);
        if (stage != Stage.Random)
            Safetensors.Read(Checkpoint(stage), BertWeights.Of(encoder));
        return encoder;
    }

    private string Checkpoint(Stage stage) =>
        Path.Combine(workFolder, stage.ToString().ToLowerInvariant() + ".safetensors");
}
