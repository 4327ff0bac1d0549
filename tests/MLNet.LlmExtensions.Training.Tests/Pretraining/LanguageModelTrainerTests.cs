using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Tests.Support;

namespace MLNet.LlmExtensions.Training.Tests.Pretraining;

public sealed class LanguageModelTrainerTests : IDisposable
{
    private static readonly string[] Texts =
    [
        "the heart size is normal .", "no pleural effusion is seen .", "there is a small left pneumothorax .", "lungs are clear .",
        "acute fracture of the right lung is not seen .", "chronic edema , stable and unchanged .", "large right opacity with mild edema .",
    ];

    private readonly TemporaryFolder _folder = new();

    private static PretrainingOptions Options => new()
    {
        MaximumLength = 24,
        Epochs = 60,
        LearningRate = 5e-3,
        MaximumBatchSize = 8,
        ValidationFraction = 0,
        Device = DevicePreference.Cpu,
        Threads = 1,
        Schedule = LearningRateSchedule.Constant,
        WarmupRatio = 0.05,
    };

    [Fact]
    public void An_encoder_learns_a_few_texts_by_heart()
    {
        var model = TinyModels.Bert(_folder);
        var options = Options with { Epochs = 250, PackTexts = false };
        var result = new LanguageModelTrainer(model, options).Train(Texts, validation: Texts);

        var evaluations = result.History.Evaluations;
        Assert.Equal(Math.Log(model.Configuration.VocabularySize), result.History.Steps[0].Loss, 0.3);
        Assert.True(evaluations.Min(evaluation => evaluation.Loss) < 0.6, $"{evaluations.Min(evaluation => evaluation.Loss)}");
        Assert.True(evaluations.Max(evaluation => evaluation.Accuracy) > 0.8);
        Assert.Equal(Math.Exp(evaluations[^1].Loss), evaluations[^1].Perplexity, 1e-9);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public void A_decoder_learns_a_few_texts_by_heart(string kind)
    {
        var model = kind == "llama" ? TinyModels.Llama(_folder) : TinyModels.Gpt2(_folder);
        var result = new LanguageModelTrainer(model, Options with { Epochs = 120 }).Train(Texts);

        Assert.Equal(Math.Log(model.Configuration.VocabularySize), result.History.Steps[0].Loss, 0.3);
        Assert.True(result.History.Steps[^1].Loss < 0.5, $"{result.History.Steps[^1].Loss}");
        Assert.Equal(1, result.History.Epochs[0].PaddedTokens / result.History.Epochs[0].Tokens);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    [InlineData("untied llama")]
    public void What_is_saved_is_what_was_trained_and_training_goes_on_from_it(string kind)
    {
        var model = kind == "bert" ? TinyModels.Bert(_folder) : TinyModels.Llama(_folder, tied: kind == "llama");
        var result = new LanguageModelTrainer(model, Options with { Epochs = 5 }).Train(Texts, validation: Texts);
        result.Model.Save(_folder.File("trained"));
        var trained = LanguageModel.FromPretrained(_folder.File("trained"));

        // The first evaluation of a training that hardly moves is the last one of the training before.
        var again = new LanguageModelTrainer(trained, Options with { MaximumSteps = 1, LearningRate = 1e-12 }).Train(Texts, validation: Texts);
        Assert.Equal(result.History.Best!.Value.Loss, again.History.Evaluations[0].Loss, 1e-5);
        Assert.Equal(model.Files.Checkpoint!.Tensors.Keys.Order(), trained.Files.Checkpoint!.Tensors.Keys.Order());
        Assert.NotEqual(model.Fingerprint, trained.Fingerprint);
        Assert.Contains(kind == "bert" ? "BertForMaskedLM" : "LlamaForCausalLM", File.ReadAllText(Path.Combine(trained.Folder, "config.json")), StringComparison.Ordinal);
        Assert.Equal(model.Tokenizer.Encode(Texts[0]).Ids, trained.Tokenizer.Encode(Texts[0]).Ids);
    }

    [Theory]
    [InlineData(StoredPrecision.Float16, SafetensorsType.F16)]
    [InlineData(StoredPrecision.BFloat16, SafetensorsType.BF16)]
    [InlineData(null, SafetensorsType.F32)]
    public void Weights_are_stored_in_the_type_that_is_asked_for(StoredPrecision? precision, SafetensorsType expected)
    {
        var result = new LanguageModelTrainer(TinyModels.Bert(_folder), Options with { Epochs = 2 }).Train(Texts);

        result.Model.Save(_folder.File("trained"), precision);

        var trained = LanguageModel.FromPretrained(_folder.File("trained"));
        Assert.All(trained.Files.Checkpoint!.Tensors.Values, tensor => Assert.Equal(expected, tensor.Tensor.Type));
        Assert.NotNull(trained.BuildGraph());
        using var file = SafetensorsFile.Open(Path.Combine(trained.Folder, Checkpoint.SingleFileName));
        Assert.Equal(file.Tensors.Count, result.Model.Tensors.Count + result.Model.Head.Count);
    }

    [Fact]
    public void A_checkpoint_without_a_head_gets_one()
    {
        // TinyBert is a bare encoder: no head, and names without a prefix.
        var model = LanguageModel.FromPretrained(TinyModels.Tokenizer(_folder));
        var result = new LanguageModelTrainer(model, Options with { Epochs = 2 }).Train(Texts);
        result.Model.Save(_folder.File("trained"));

        var names = LanguageModel.FromPretrained(_folder.File("trained")).Files.Checkpoint!.Tensors.Keys;
        Assert.Equal(5, result.Model.Head.Count);
        Assert.Contains("cls.predictions.transform.dense.weight", names);
        Assert.Contains("bert.embeddings.word_embeddings.weight", names);
        Assert.DoesNotContain("embeddings.word_embeddings.weight", names);
    }

    [Fact]
    public void Adapters_are_merged_when_the_model_is_saved()
    {
        var model = TinyModels.Llama(_folder);
        var options = Options with { Epochs = 30, Transfer = new TransferConfiguration { Method = TransferMethod.Lora } };
        var result = new LanguageModelTrainer(model, options).Train(Texts, validation: Texts);
        result.Model.Save(_folder.File("trained"));
        var trained = LanguageModel.FromPretrained(_folder.File("trained"));

        var again = new LanguageModelTrainer(trained, Options with { MaximumSteps = 1, LearningRate = 1e-12 }).Train(Texts, validation: Texts);
        Assert.True(result.History.Best!.Value.Loss < result.History.Evaluations[0].Loss);
        Assert.Equal(result.History.Best.Value.Loss, again.History.Evaluations[0].Loss, 1e-4);
        Assert.Equal(model.Files.Checkpoint!.Tensors.Keys.Order(), trained.Files.Checkpoint!.Tensors.Keys.Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(11)]
    public void A_training_that_goes_on_gives_what_one_left_alone_gives(int interrupted)
    {
        var model = TinyModels.Bert(_folder);
        var options = Options with { Epochs = 6, MaximumBatchSize = 2, GradientAccumulation = 2, PackTexts = false };
        var alone = new LanguageModelTrainer(model, options).Train(Texts, validation: Texts[..2]);
        Assert.True(interrupted < alone.History.Steps.Count);
        using var cancel = new CancellationTokenSource();
        var stopping = options with
        {
            CheckpointFolder = _folder.File("checkpoints"),
            CancellationToken = cancel.Token,
            Progress = new Reporter(report =>
            {
                if (report.Step == interrupted)
                {
                    cancel.Cancel();
                }
            }),
        };
        Assert.Throws<OperationCanceledException>(() => new LanguageModelTrainer(model, stopping).Train(Texts, validation: Texts[..2]));

        var resumed = new LanguageModelTrainer(model, options with { CheckpointFolder = _folder.File("checkpoints") }).Train(Texts, validation: Texts[..2]);

        Assert.Equal(interrupted, resumed.History.ResumedFromStep);
        Assert.Equal(alone.History.Steps, resumed.History.Steps);
        Assert.Equal(alone.History.Evaluations, resumed.History.Evaluations);
        Weights.AssertSame(alone.Model.Tensors, resumed.Model.Tensors);
        Weights.AssertSame(alone.Model.Head, resumed.Model.Head);
    }

    [Fact]
    public void A_checkpoint_of_other_texts_or_options_is_refused()
    {
        var model = TinyModels.Bert(_folder);
        var options = Options with { Epochs = 1, CheckpointFolder = _folder.File("checkpoints") };
        new LanguageModelTrainer(model, options).Train(Texts);

        var other = Assert.Throws<InvalidOperationException>(() => new LanguageModelTrainer(model, options).Train(Texts[1..]));
        Assert.Contains("the training texts are not the same", other.Message, StringComparison.Ordinal);
        var changed = Assert.Throws<InvalidOperationException>(() => new LanguageModelTrainer(model, options with { MaskProbability = 0.2 }).Train(Texts));
        Assert.Contains("MaskProbability is '0.2' now and was '0.15'", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_hidden_changes_from_epoch_to_epoch()
    {
        // Rate 0 in effect: the loss changes with what is hidden alone.
        var result = new LanguageModelTrainer(TinyModels.Bert(_folder), Options with { Epochs = 4, LearningRate = 1e-12 }).Train(Texts);

        Assert.Equal(result.History.Steps.Count, result.History.Steps.Select(step => step.Loss).Distinct().Count());
    }

    [Fact]
    public void Texts_are_held_back_by_what_they_say()
    {
        var texts = Enumerable.Range(0, 400).Select(i => $"small effusion {i % 200} .").ToArray();
        var options = Options with { Epochs = 1, MaximumSteps = 1, ValidationFraction = 0.25, PackTexts = false };
        var history = new LanguageModelTrainer(TinyModels.Bert(_folder), options).Train(texts).History;

        // Each text is there twice, so both sides have an even number.
        Assert.Equal(400, history.TrainingRows + history.ValidationRows);
        Assert.Equal(0, history.ValidationRows % 2);
        Assert.InRange(history.ValidationRows, 60, 140);
    }

    [Fact]
    public void Texts_without_a_token_are_told_of_and_the_others_trained_on()
    {
        var logger = new CollectingLogger();
        var options = Options with { Epochs = 1, MaximumSteps = 1, PackTexts = false, LoggerFactory = logger };
        var history = new LanguageModelTrainer(TinyModels.Bert(_folder), options).Train([null, "", "lungs are clear", "  "]).History;

        Assert.Equal(1, history.TrainingRows);
        Assert.Contains(logger.Entries, entry => entry.Message.StartsWith("3 texts have no token", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_done_is_refused_with_the_reason()
    {
        var (bert, llama) = (TinyModels.Bert(_folder), TinyModels.Llama(_folder));
        AssertRefused("Task is MaskedTokens, but 'llama' is a decoder", () => Trainer(llama, new PretrainingOptions { Task = LanguageModelingTask.MaskedTokens }));
        AssertRefused("Task is NextToken, but 'bert' is an encoder", () => Trainer(bert, new PretrainingOptions { Task = LanguageModelingTask.NextToken }));
        AssertRefused("positions for 48 tokens", () => Trainer(bert, new PretrainingOptions { MaximumLength = 49 }));
        AssertRefused("PretrainingOptions.MaskProbability is 1", () => Trainer(bert, new PretrainingOptions { MaskProbability = 1 }));
        AssertRefused("more than 1 together", () => Trainer(bert, new PretrainingOptions { RandomTokenShare = 0.3 }));
        AssertRefused("Transfer is Prefix", () => Trainer(bert, new PretrainingOptions { Transfer = new TransferConfiguration { Method = TransferMethod.Prefix } }));
        AssertRefused("PretrainingOptions.Epochs is 0", () => Trainer(bert, new PretrainingOptions { Epochs = 0 }));
        AssertRefused("There is no text to train on", () => new LanguageModelTrainer(bert, Options).Train([]));
        AssertRefused("There is no text to train on", () => new LanguageModelTrainer(bert, Options).Train(["", null]));
        AssertRefused("leaves no room beside 2 special tokens", () => new LanguageModelTrainer(bert, Options with { MaximumLength = 2 }).Train(Texts));
    }

    [Fact]
    public void A_tokenizer_without_a_mask_token_is_refused()
    {
        var tokenizer = TinyModels.Tokenizer(_folder);
        var vocabulary = Path.Combine(tokenizer, "vocab.txt");
        File.WriteAllText(vocabulary, File.ReadAllText(vocabulary).Replace("[MASK]", "masks", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(tokenizer, "tokenizer_config.json"), """{"tokenizer_class":"BertTokenizer","do_lower_case":true,"mask_token":null}""");
        var model = NewLanguageModel.Create(_folder.File("model"), tokenizer, new NewBert { HiddenSize = 16, MaximumPositions = 48 });

        AssertRefused("names no mask token", () => new LanguageModelTrainer(model, Options).Train(Texts));
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_training_with_what_there_was()
    {
        var options = Options with { LearningRate = 1e30, Epochs = 20, MaximumGradientNorm = 0 };

        var exception = Assert.Throws<PretrainingDivergedException>(() => new LanguageModelTrainer(TinyModels.Llama(_folder), options).Train(Texts));

        Assert.Equal(TrainingEndReason.Diverged, exception.Result.History.EndReason);
        Assert.Equal(exception.Step - 1, exception.Result.History.Steps.Count);
        Assert.Contains("LearningRate; it was 1E+30", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exported_graph_is_refused()
    {
        var folder = _folder.File("exported");
        Directory.CreateDirectory(folder);
        TinyModels.Bert(_folder).BuildGraph(new GraphOptions { Output = GraphOutput.LastHiddenState }).Save(Path.Combine(folder, "model.onnx"));

        Assert.Throws<NotSupportedException>(() => new LanguageModelTrainer(LanguageModel.FromPretrained(folder)));
    }

    public void Dispose() => _folder.Dispose();

    private static LanguageModelTrainer Trainer(LanguageModel model, PretrainingOptions options) => new(model, options);

    private static void AssertRefused(string expected, Func<object> action) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
