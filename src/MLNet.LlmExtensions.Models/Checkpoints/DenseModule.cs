namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>A sentence-transformers Dense module: <c>activation(x · weightᵀ + bias)</c> on the pooled vector.</summary>
/// <param name="WeightsFile">Full path of the module's own safetensors file, with <c>linear.weight</c> and <c>linear.bias</c>.</param>
/// <param name="InputDimensions">Size of the vector that comes in.</param>
/// <param name="OutputDimensions">Size of the vector that goes out.</param>
/// <param name="HasBias">Whether there is a <c>linear.bias</c>.</param>
/// <param name="Activation">What follows the linear map.</param>
internal sealed record DenseModule(
    string WeightsFile, int InputDimensions, int OutputDimensions, bool HasBias, DenseActivation Activation);
