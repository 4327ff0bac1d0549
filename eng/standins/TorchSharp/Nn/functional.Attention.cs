using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator s_attention = new("scaled_dot_product_attention");

            // libtorch 1.13 has it under this name, with the weights as a second result.
            private static readonly Operator s_attentionWithWeights = new("_scaled_dot_product_attention");
            private static readonly bool s_hasAttention = s_attention.Exists;

            /// <summary>softmax(query · keyᵀ / √size + mask) · value. A truth value in the mask says whether a position takes part.</summary>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor attn_mask = null, double p = 0, bool is_casual = false)
            {
                if (p < 0)
                    throw new ArgumentException("Dropout probability must be greater than or equal to zero.");
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("Casual attention mask cannot be combined with an explicit mask.");

                Argument mask = Argument.Optional(attn_mask);
                if (s_hasAttention)
                    return s_attention.Call(query, key, value, mask, p, is_casual);

                (Tensor result, Tensor weights) = s_attentionWithWeights.CallPair(query, key, value, mask, p, false, is_casual);
                weights?.Dispose();
                return result;
            }
        }
    }
}
