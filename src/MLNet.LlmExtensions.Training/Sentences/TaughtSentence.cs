namespace MLNet.LlmExtensions.Training;

/// <summary>A text and the vector that a teacher has for it.</summary>
/// <param name="Text">The text.</param>
/// <param name="TeacherVector">The vector, of any length above zero; only its direction counts.</param>
public sealed record TaughtSentence(string Text, ReadOnlyMemory<float> TeacherVector);
