"""A real server of the chat completions interface, with weights made here: it proves the wire and the check.

Three models of a few hundred kilobytes, none of them of any use: one has random weights, two are trained for seconds to
say one sentence, which holds or does not. Nobody else's weights are needed, and nothing is fetched.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.models import AskAnswer
from api.phrasing import Phraser, to_messages
from api.phrasing.wire import Endpoint
from api.settings import load_settings
from api.wiring import open_service
from tests.engines import free_port
from tests.slow.serving import PATIENCE, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(importlib.util.find_spec, ("openai", "accelerate"))),
        reason="”transformers serve” behöver paketen openai och accelerate (tillägget dev)",
    ),
]
ASKED = "Vad är årets målvärde för sjukfrånvaron 2026?"
STEPS = 400


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`transformers serve`, which loads the model that a request names by its folder; the address."""
    port, log = free_port(), tmp_path_factory.mktemp("server") / "log"
    command = [sys.executable, "-m", "transformers.cli.transformers", "serve", "--host", "127.0.0.1"]
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(log.parent)}
    with log.open("wb") as out:
        running = subprocess.Popen(
            [*command, "--port", str(port), "--device", "cpu"], env=offline, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            wait_for_model(f"http://127.0.0.1:{port}/health")
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            running.terminate()
            running.wait(30)


def wait_for_model(address: str) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            httpx.get(address).raise_for_status()
            return
        time.sleep(0.2)
    raise AssertionError("the server of the model did not come up")


def make_model(folder: Path, messages: list[dict[str, str]], says: str | None) -> str:
    """A tiny model and its tokenizer in a folder; with `says` it is trained to answer these messages so. Its name."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(1)
    words = make_tokenizer(" ".join([*(m["content"] for m in messages), says or ""]))
    config = LlamaConfig(
        vocab_size=len(words), hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=4, max_position_embeddings=8192, bos_token_id=0, eos_token_id=1, pad_token_id=1,
    )  # fmt: skip
    model = LlamaForCausalLM(config)
    if says:
        train(model, words, messages, says)
    words.save_pretrained(folder)
    model.save_pretrained(folder)
    return str(folder)


def make_tokenizer(text: str) -> Any:
    """Pieces of bytes that are frequent in a text, with the plainest of chat templates."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    pieces = Tokenizer(models.BPE())
    pieces.pre_tokenizer, pieces.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=1000, special_tokens=["<s>", "</s>"], initial_alphabet=alphabet, show_progress=False
    )
    pieces.train_from_iterator([text], trainer)
    words = PreTrainedTokenizerFast(tokenizer_object=pieces, bos_token="<s>", eos_token="</s>", pad_token="</s>")
    words.chat_template = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}svar:"
    return words


def train(model: Any, words: Any, messages: list[dict[str, str]], says: str) -> None:
    """Until the model says this after these messages, sign by sign."""
    import torch

    asked = words.apply_chat_template(messages, tokenize=False)
    before, after = (words(text, return_tensors="pt").input_ids[0] for text in (asked, f"{says}</s>"))
    tokens = torch.cat([before, after])[None]
    labels = torch.cat([torch.full_like(before, -100), after])[None]
    steps = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(STEPS):
        loss = model(input_ids=tokens, labels=labels).loss
        if loss.item() < 0.01:
            return
        loss.backward()
        steps.step()
        steps.zero_grad()
    raise AssertionError(f"the model did not learn its sentence: {loss.item():.2f}")


def ask(address: str) -> AskAnswer:
    """The service's answer to the question."""
    given = httpx.post(f"{address}/api/ask", json={"question": ASKED}, timeout=120)
    return AskAnswer.model_validate(given.raise_for_status().json())


def test_a_real_server_phrases_what_holds_and_nothing_else(server: str, tmp_path: Path) -> None:
    told = {"phrasing": server, "phrasing_model": str(tmp_path / "true"), "phrasing_seconds": 50}
    with serving(tmp_path, **told) as running:
        composed = open_service(load_settings(data_dir=tmp_path / "data", model="stub")).answer(ASKED)
        assert composed.status == "answered"
        messages, true = to_messages(ASKED, composed), in_other_words(composed.answer)
        make_model(tmp_path / "true", messages, true)
        answer = ask(running.address)
    assert (answer.answer, answer.phrasing and answer.phrasing.composed) == (true, composed.answer)
    lie = make_model(tmp_path / "lie", messages, true.replace("2026", "2025"))
    noise = make_model(tmp_path / "noise", messages, None)
    for name, outcomes in ((lie, {"refuted"}), (noise, {"failed", "refuted"}), (str(tmp_path / "none"), {"failed"})):
        given = Phraser(Endpoint(server, name, None, 50), 1).phrase(ASKED, composed)
        assert given.answer == composed.answer
        assert given.phrasing
        assert given.phrasing.outcome in outcomes


def in_other_words(composed: str) -> str:
    """A composed answer's one sentence with its last part first: "Enligt verksamhetsplanen 2026: …"."""
    (line,) = composed.splitlines()
    text, _, mark = line.rpartition(". ")
    said, _, where = text.partition(" enligt ")
    return f"Enligt {where}: {said[0].lower()}{said[1:]}. {mark}"
