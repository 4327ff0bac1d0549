namespace EncoderTraining.Tokenizer;

/// <summary>Receives one word; the span is valid during the call only.</summary>
internal delegate void WordVisitor(ReadOnlySpan<char> word);
