"""Fine-tunes a BERT classifier in plain PyTorch: the yardstick of the training benchmark.

It is written as one would write it by hand after Hugging Face's modelling code and PEFT's LoRA layer, with PyTorch's own
modules, and reads the same checkpoint, the same start of the trained tensors and the same batches as the other side.

The other side drives it line by line over standard input, so that both can take turns on a noisy machine:

    step     one step of the optimiser; answers {"loss": ..., "seconds": ..., "processor_seconds": ...}
    memory   answers {"peak": bytes}: resident memory at its highest
    overhead answers {"seconds": ...}: the processor time of a step on two tokens, in which there is next to nothing to compute
"""

import argparse
import json
import statistics
import struct
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def peak_memory():
    """The highest resident memory of this process in bytes."""
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    raise RuntimeError("no VmHWM in /proc/self/status")


def read_safetensors(path):
    """The tensors of a safetensors file; the format is a length, a JSON header, and the bytes."""
    types = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64}
    tensors = {}
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        start = file.tell()
        for name, entry in header.items():
            if name == "__metadata__":
                continue
            begin, end = entry["data_offsets"]
            file.seek(start + begin)
            data = bytearray(file.read(end - begin))
            tensors[name] = torch.frombuffer(data, dtype=types[entry["dtype"]]).reshape(entry["shape"])
    return tensors


class LoraLinear(nn.Module):
    """A frozen linear layer with a low-rank adapter beside it, as PEFT computes it."""

    def __init__(self, base, rank, alpha, dropout):
        super().__init__()
        self.base = base
        self.lora_A = nn.Linear(base.in_features, rank, bias=False)
        self.lora_B = nn.Linear(rank, base.out_features, bias=False)
        self.dropout = nn.Dropout(dropout) if dropout > 0 else nn.Identity()
        self.scaling = alpha / rank

    def forward(self, x):
        return self.base(x) + self.lora_B(self.lora_A(self.dropout(x))) * self.scaling


class SelfAttention(nn.Module):
    def __init__(self, config, use_sdpa):
        super().__init__()
        hidden = config["hidden_size"]
        self.heads = config["num_attention_heads"]
        self.size = hidden // self.heads
        self.use_sdpa = use_sdpa
        self.query = nn.Linear(hidden, hidden)
        self.key = nn.Linear(hidden, hidden)
        self.value = nn.Linear(hidden, hidden)

    def split(self, x):
        return x.view(*x.shape[:-1], self.heads, self.size).transpose(1, 2)

    def forward(self, x, mask):
        query, key, value = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        if self.use_sdpa:
            allowed = mask[:, None, None, :].bool()
            if hasattr(F, "scaled_dot_product_attention"):
                context = F.scaled_dot_product_attention(query, key, value, allowed)
            else:
                context, _ = F._scaled_dot_product_attention(query, key, value, allowed)
        else:
            scores = query @ key.transpose(-1, -2) / self.size**0.5
            bias = (1.0 - mask[:, None, None, :].to(scores.dtype)) * torch.finfo(scores.dtype).min
            context = F.softmax(scores + bias, dim=-1) @ value
        return context.transpose(1, 2).reshape(x.shape)


class Layer(nn.Module):
    def __init__(self, config, use_sdpa):
        super().__init__()
        hidden, wide, epsilon = config["hidden_size"], config["intermediate_size"], config["layer_norm_eps"]
        self.attention = nn.Module()
        self.attention.self = SelfAttention(config, use_sdpa)
        self.attention.output = nn.Module()
        self.attention.output.dense = nn.Linear(hidden, hidden)
        self.attention.output.LayerNorm = nn.LayerNorm(hidden, epsilon)
        self.intermediate = nn.Module()
        self.intermediate.dense = nn.Linear(hidden, wide)
        self.output = nn.Module()
        self.output.dense = nn.Linear(wide, hidden)
        self.output.LayerNorm = nn.LayerNorm(hidden, epsilon)

    def forward(self, x, mask):
        x = self.attention.output.LayerNorm(self.attention.output.dense(self.attention.self(x, mask)) + x)
        return self.output.LayerNorm(self.output.dense(F.gelu(self.intermediate.dense(x))) + x)


class Bert(nn.Module):
    """BERT's encoder without dropout and pooler, under the names that its checkpoints have."""

    def __init__(self, config, use_sdpa):
        super().__init__()
        hidden = config["hidden_size"]
        self.embeddings = nn.Module()
        self.embeddings.word_embeddings = nn.Embedding(config["vocab_size"], hidden)
        self.embeddings.position_embeddings = nn.Embedding(config["max_position_embeddings"], hidden)
        self.embeddings.token_type_embeddings = nn.Embedding(config["type_vocab_size"], hidden)
        self.embeddings.LayerNorm = nn.LayerNorm(hidden, config["layer_norm_eps"])
        self.encoder = nn.Module()
        self.encoder.layer = nn.ModuleList(Layer(config, use_sdpa) for _ in range(config["num_hidden_layers"]))

    def forward(self, ids, mask):
        positions = torch.arange(ids.shape[1], device=ids.device)
        words = self.embeddings.word_embeddings(ids) + self.embeddings.token_type_embeddings(torch.zeros_like(ids))
        x = self.embeddings.LayerNorm(words + self.embeddings.position_embeddings(positions))
        for layer in self.encoder.layer:
            x = layer(x, mask)
        return x


class Classifier(nn.Module):
    """The mean over the text's tokens, and a linear head on it."""

    def __init__(self, bert, classes):
        super().__init__()
        self.bert = bert
        self.head = nn.Linear(bert.embeddings.word_embeddings.embedding_dim, classes)

    def forward(self, ids, mask):
        weights = mask[:, :, None].float()
        states = self.bert(ids, mask).float()
        return self.head((states * weights).sum(1) / weights.sum(1))


def add_adapters(module, arguments):
    for name, child in module.named_children():
        if isinstance(child, nn.Linear):
            setattr(module, name, LoraLinear(child, arguments.rank, arguments.alpha, arguments.dropout))
        else:
            add_adapters(child, arguments)


def build(arguments, start):
    with open(f"{arguments.model}/config.json", encoding="utf-8") as file:
        config = json.load(file)
    bert = Bert(config, arguments.attention == "sdpa")
    bert.load_state_dict(read_safetensors(f"{arguments.model}/model.safetensors"))
    if arguments.precision == "bfloat16" and arguments.method == "lora":
        bert.to(torch.bfloat16)  # frozen, so nothing is lost by keeping it as it is computed with
    if arguments.method == "lora":
        bert.requires_grad_(False)
        add_adapters(bert, arguments)

    model = Classifier(bert, start["head.weight"].shape[0])
    with torch.no_grad():
        model.head.weight.copy_(start["head.weight"])
        model.head.bias.copy_(start["head.bias"])
        for name, module in bert.named_modules():
            if isinstance(module, LoraLinear):
                module.lora_A.weight.copy_(start[f"{name}.lora_A.weight"])
                module.lora_B.weight.copy_(start[f"{name}.lora_B.weight"])
    return model.train()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--data", required=True, help="folder with start.safetensors and batches.safetensors")
    parser.add_argument("--method", choices=["lora", "full"], required=True)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], required=True)
    parser.add_argument("--attention", choices=["eager", "sdpa"], required=True)
    parser.add_argument("--rank", type=int, required=True)
    parser.add_argument("--alpha", type=float, required=True)
    parser.add_argument("--dropout", type=float, required=True)
    parser.add_argument("--learning-rate", type=float, required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    model = build(arguments, read_safetensors(f"{arguments.data}/start.safetensors"))
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=arguments.learning_rate, weight_decay=0.01)
    batches = read_safetensors(f"{arguments.data}/batches.safetensors")
    ids, masks, labels = batches["input_ids"], batches["attention_mask"], batches["labels"]

    steps = 0

    def step(rows, length):
        nonlocal steps
        start, processor_start = time.perf_counter(), time.process_time()
        i = steps % ids.shape[0]
        steps += 1
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=arguments.precision == "bfloat16"):
            logits = model(ids[i, :rows, :length], masks[i, :rows, :length])
        loss = F.cross_entropy(logits.float(), labels[i, :rows])
        loss.backward()
        optimizer.step()
        value = loss.item()
        processor_seconds = time.process_time() - processor_start
        return {"loss": value, "seconds": time.perf_counter() - start, "processor_seconds": processor_seconds}

    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        command = line.strip()
        if command == "memory":
            answer = {"peak": peak_memory()}
        elif command == "overhead":
            answer = {"seconds": statistics.median(step(1, 2)["processor_seconds"] for _ in range(25))}
        else:
            answer = step(ids.shape[1], ids.shape[2])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
