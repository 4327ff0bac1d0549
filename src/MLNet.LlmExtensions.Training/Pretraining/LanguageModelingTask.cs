namespace MLNet.LlmExtensions.Training;

/// <summary>What a language model learns to predict.</summary>
public enum LanguageModelingTask
{
    /// <summary>Tokens that were hidden, from those on both sides (<see href="https://arxiv.org/abs/1810.04805">BERT</see>). For encoders.</summary>
    MaskedTokens,

    /// <summary>Each token from those before it (<see href="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf">GPT-2</see>). For decoders.</summary>
    NextToken,
}
