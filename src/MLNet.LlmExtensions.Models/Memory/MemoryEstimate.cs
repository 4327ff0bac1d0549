using System.Globalization;
using System.Text;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>
/// How much memory a model will need, in parts. Made by <see cref="LanguageModelMemory"/>; immutable.
/// </summary>
/// <remarks>
/// It is the highest resident memory of a process that does nothing else – or, on a CUDA device, of the device. Texts, and
/// the rest of an application, come on top. <see cref="ToString"/> gives a table.
/// </remarks>
public sealed record MemoryEstimate
{
    /// <summary>How much less one of the changes must need to be advice.</summary>
    private const double WorthMentioning = 0.95;

    /// <summary>What was estimated, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>Parameters of the model that are loaded; output heads, which classification does not use, are not.</summary>
    public required long Parameters { get; init; }

    /// <summary>Parameters that are trained, the head's among them; 0 for an embedding.</summary>
    public long TrainableParameters { get; init; }

    /// <summary>Bytes of the model's weights as they are held while it runs, those that are trained excepted.</summary>
    public required long Weights { get; init; }

    /// <summary>Bytes of the trained parameters (32-bit), their copies in the type of the computation, and the best ones so far.</summary>
    public long Trained { get; init; }

    /// <summary>Bytes of the gradients.</summary>
    public long Gradients { get; init; }

    /// <summary>Bytes of AdamW's two moments.</summary>
    public long OptimizerState { get; init; }

    /// <summary>Bytes of what is kept of the forward pass for the backward pass; for an embedding, of what is alive at once.</summary>
    public required long Activations { get; init; }

    /// <summary>Bytes of the pooled vectors, logits and the loss.</summary>
    public long Head { get; init; }

    /// <summary>Bytes of what operators need while they run: gradients on their way, weights that are unpacked or turned.</summary>
    public required long Workspace { get; init; }

    /// <summary>
    /// Bytes that were freed and that the allocator keeps without being able to use them again. On Linux with glibc before
    /// 2.38 that is as much as a forward pass throws away, because aligned memory does not go back to where it came from
    /// (<see href="https://sourceware.org/bugzilla/show_bug.cgi?id=14581"/>); elsewhere it is less, and the total too high.
    /// </summary>
    public long Allocator { get; init; }

    /// <summary>Bytes of the process before a model is loaded: the runtime and the native libraries; on CUDA the context.</summary>
    public required long Runtime { get; init; }

    /// <summary>The rule of thumb, parameters × 4 bytes × (bits / 32) × 1.2, which knows neither batch nor way of training.</summary>
    public required long RuleOfThumb { get; init; }

    /// <summary>Bytes in all.</summary>
    public long Total => checked(Weights + Trained + Gradients + OptimizerState + Activations + Head + Workspace + Allocator + Runtime);

    /// <summary>Changes that need less memory, those that need least first. Empty where there are none.</summary>
    public IReadOnlyList<MemoryAdvice> Advice { get; init; } = [];

    /// <summary>All parts that are not nothing.</summary>
    public IReadOnlyList<MemoryPart> Parts =>
    [
        .. new MemoryPart[]
        {
            new("weights", Weights, $"{ByteText.OfCount(Parameters)} parameters"),
            new("trained parameters", Trained, $"{ByteText.OfCount(TrainableParameters)} parameters"),
            new("gradients", Gradients, "4 bytes for each trained parameter"),
            new("optimiser state", OptimizerState, "8 bytes for each trained parameter"),
            new("activations", Activations, TrainableParameters > 0 ? "kept for the backward pass" : "alive at once"),
            new("head", Head, "pooled vectors, logits, loss"),
            new("workspace", Workspace, "what operators need while they run"),
            new("allocator", Allocator, "freed, but not to be used again"),
            new("runtime", Runtime, "libraries, before a model is loaded"),
        }.Where(part => part.Bytes > 0),
    ];

    /// <summary>Refuses what cannot fit.</summary>
    /// <param name="availableBytes">
    /// The memory that there is; <see langword="null"/> for this process's: the machine's, or the container's where that is
    /// less. For a CUDA estimate give the device's.
    /// </param>
    /// <exception cref="InsufficientMemoryException">
    /// The total is larger. The message names the largest parts and the changes that would help.
    /// </exception>
    public void EnsureFits(long? availableBytes = null)
    {
        var available = availableBytes ?? AvailableMemory.Bytes();
        if (Total <= available)
            return;

        var message = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{Title} needs about {ByteText.OfBytes(Total)} of memory, but there are {ByteText.OfBytes(available)}: ")
            .AppendJoin(", ", Parts.OrderByDescending(part => part.Bytes).Take(4).Select(part => $"{part.Name} {ByteText.OfBytes(part.Bytes)}"))
            .Append('.');
        if (Advice.Count > 0)
        {
            message.Append(" It would be less with ")
                .AppendJoin(", ", Advice.Select(advice => $"{advice.Change} ({ByteText.OfBytes(advice.Total)}{(advice.Total <= available ? ", fits" : "")})"))
                .Append('.');
        }

        throw new InsufficientMemoryException(message.ToString());
    }

    /// <summary>The parts, the total and the rule of thumb as a table of lines.</summary>
    public override string ToString()
    {
        var total = Total;
        var table = new StringBuilder().Append(Title).AppendLine();
        foreach (var part in Parts)
            Line(part.Name, part.Bytes, $"{(double)part.Bytes / total,4:P0}  {part.Explanation}");
        Line("total", total, "");
        Line("rule of thumb", RuleOfThumb, "parameters × 4 bytes × (bits / 32) × 1.2");
        foreach (var advice in Advice)
            Line("less with", advice.Total, advice.Change);
        return table.ToString().TrimEnd();

        void Line(string name, long bytes, string comment) =>
            table.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-20}{ByteText.OfBytes(bytes),10}  {comment}").TrimEnd());
    }

    /// <summary>The same with the changes that are worth mentioning, best first.</summary>
    internal MemoryEstimate WithAdvice(IEnumerable<MemoryAdvice> changes) => this with
    {
        Advice = [.. changes.Where(advice => advice.Total < WorthMentioning * Total).OrderBy(advice => advice.Total)],
    };
}
