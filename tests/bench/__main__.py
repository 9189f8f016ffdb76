"""`make bench`: each benchmark in its own process; ends with 1 when a ratio is over its bound."""

import importlib
import subprocess
import sys
from pathlib import Path

from tests.bench.measuring import open_bench_database

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all."""
    if len(names) == 2 and names[0] == "--one":
        return one(names[1])
    found = names or sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    codes = [
        subprocess.run([sys.executable, "-m", "tests.bench", "--one", name]).returncode
        for name in found
    ]
    return max(codes, default=0)


def one(name: str) -> int:
    """Run one benchmark and print its ratios."""
    print(f"\n{name}", flush=True)
    open_bench_database(name)
    ratios = importlib.import_module(f"tests.bench.bench_{name}").run()
    for ratio in ratios:
        print(f"  {ratio}", flush=True)
    return 0 if all(ratio.holds for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
