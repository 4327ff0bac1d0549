using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>Checks that heads divide what they have to divide.</summary>
internal static class HeadSizes
{
    /// <summary>The size of one head where the heads share the hidden size.</summary>
    /// <exception cref="InvalidDataException">They do not divide it.</exception>
    public static int Divide(ConfigurationFields fields, int hidden, int heads) =>
        hidden % heads == 0
            ? hidden / heads
            : throw new InvalidDataException($"'{fields.File}': the hidden size {hidden} is not a multiple of the {heads} attention heads.");
}
