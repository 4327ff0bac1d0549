namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>A change of the options that needs less memory.</summary>
/// <param name="Change">What to change, for example <c>GradientCheckpointing = true</c>.</param>
/// <param name="Total">The estimate's total after it, in bytes.</param>
public sealed record MemoryAdvice(string Change, long Total);
