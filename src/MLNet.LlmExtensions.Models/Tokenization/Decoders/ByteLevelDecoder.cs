using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>Reads the byte-level alphabet back into text (<c>ByteLevel</c>); invalid UTF-8 becomes U+FFFD.</summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    public override List<string> Decode(List<string> tokens)
    {
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            int start = bytes.Count;
            foreach (char character in token)
            {
                if (ByteLevelAlphabet.TryGetByte(character, out byte value))
                {
                    bytes.Add(value);
                    continue;
                }

                // Not in the alphabet, so not written in it: the token's own text.
                bytes.RemoveRange(start, bytes.Count - start);
                bytes.AddRange(Encoding.UTF8.GetBytes(token));
                break;
            }
        }

        return [Encoding.UTF8.GetString(bytes.ToArray())];
    }
}
