using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using MLNet.LlmExtensions.Inference.Batching;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>
/// What a careful user would write against ONNX Runtime by hand: the same graph, batches made beforehand, tensors made
/// beforehand, and nothing in the loop but Run. The yardstick for the embedder, which has to tokenise, sort and pad as well.
/// </summary>
internal sealed class BareLoop : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly List<(OrtValue[] Values, int[] Texts)> _batches = [];

    /// <param name="model">The model.</param>
    /// <param name="texts">The texts; none may be longer than <paramref name="maximumLength"/>.</param>
    /// <param name="tokenBudget">Of a batch, when rows are padded to the batch's longest.</param>
    /// <param name="padToMaximum">Pads all rows to the maximum, in arrival order, in batches of 32, as simple code does.</param>
    /// <param name="maximumLength">In tokens.</param>
    /// <param name="cuda">The options of ONNX Runtime's CUDA provider; null for the CPU.</param>
    /// <param name="lengthMultiple">Lengths are padded to a multiple of it, unless they are padded to the maximum.</param>
    public BareLoop(
        LanguageModel model, IReadOnlyList<string> texts, int tokenBudget, bool padToMaximum, int maximumLength, IReadOnlyDictionary<string, string>? cuda = null, int lengthMultiple = 1)
    {
        MaximumLength = maximumLength;
        var graph = model.BuildGraph(new GraphOptions());
        _inputs = [.. graph.InputNames];
        _outputs = [graph.OutputNames[0]];
        using var options = new SessionOptions();
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", graph.ExternalDataFolder ?? model.Folder);
        if (cuda is not null)
        {
            using var provider = new OrtCUDAProviderOptions();
            provider.UpdateOptions(new Dictionary<string, string>(cuda));
            options.AppendExecutionProvider_CUDA(provider);
        }

        _session = new InferenceSession(graph.ToByteArray(), options);

        var rows = texts.Select(text => Tokenize(model.Tokenizer, text, maximumLength)).ToArray();
        if (padToMaximum)
        {
            foreach (var batch in Enumerable.Range(0, rows.Length).Chunk(32))
            {
                Add(rows, batch, maximumLength);
            }

            return;
        }

        var planner = new BatchPlanner(tokenBudget, 256);
        planner.Start(rows.Length);
        Array.ForEach(rows, row => planner.Add(row.Length));
        planner.Sort();
        while (planner.TryNext(out var first, out var count, out var longest))
        {
            Add(rows, [.. Enumerable.Range(first, count).Select(planner.Row)], Math.Min((longest + lengthMultiple - 1) / lengthMultiple * lengthMultiple, maximumLength));
        }
    }

    public int MaximumLength { get; }

    /// <summary>Tokens computed, padding included.</summary>
    public long PaddedTokens { get; private set; }

    public float[][] Run(int texts)
    {
        var vectors = new float[texts][];
        foreach (var (values, batch) in _batches)
        {
            using var results = _session.Run(_runOptions, _inputs, values, _outputs);
            var data = results[0].GetTensorDataAsSpan<float>();
            var width = data.Length / batch.Length;
            for (var i = 0; i < batch.Length; i++)
            {
                vectors[batch[i]] = data.Slice(i * width, width).ToArray();
            }
        }

        return vectors;
    }

    public void Dispose()
    {
        foreach (var value in _batches.SelectMany(batch => batch.Values))
        {
            value.Dispose();
        }

        _runOptions.Dispose();
        _session.Dispose();
    }

    private static int[] Tokenize(TextTokenizer tokenizer, string text, int maximumLength)
    {
        var ids = tokenizer.Encode(text, maximumLength: maximumLength + 1).Ids;
        return ids.Length <= maximumLength ? ids : throw new ArgumentException("The bare loop does not chunk; use shorter texts.");
    }

    private void Add(int[][] rows, int[] batch, int length)
    {
        var ids = new long[batch.Length * length];
        var mask = new long[ids.Length];
        for (var i = 0; i < batch.Length; i++)
        {
            var row = rows[batch[i]];
            TensorPrimitives.ConvertChecked<int, long>(row, ids.AsSpan(i * length));
            mask.AsSpan(i * length, row.Length).Fill(1);
        }

        long[] shape = [batch.Length, length];
        var values = _inputs.Select(name => OrtValue.CreateTensorValueFromMemory(
            name switch { "input_ids" => ids, "attention_mask" => mask, _ => new long[ids.Length] }, shape));
        _batches.Add(([.. values], batch));
        PaddedTokens += ids.Length;
    }
}
