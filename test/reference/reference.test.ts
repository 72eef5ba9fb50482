import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { compareAnswers } from "./compare.ts";
import type { Line } from "./record.ts";
import { referenceAnswer } from "./reference.ts";

interface Case {
	readonly study: string;
	readonly params: Record<string, string>;
	readonly answer: unknown;
}

const spec = fileURLToPath(new URL("../spec/", import.meta.url));
const worlds = readdirSync(spec, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map((entry) => entry.name)
	.sort();

function linesOf(world: string): Line[] {
	const text = readFileSync(`${spec}${world}/evidence.jsonl`, "utf8");
	return text
		.split("\n")
		.filter((line) => line.trim() !== "")
		.map((line) => JSON.parse(line) as Line);
}

describe("the spec", () => {
	test("has 32 worlds with 177 answers", () => {
		const answers = worlds.flatMap(
			(world) =>
				JSON.parse(
					readFileSync(`${spec}${world}/expected.json`, "utf8"),
				) as Case[],
		);
		expect([worlds.length, answers.length]).toEqual([32, 177]);
	});

	for (const world of worlds) {
		const lines = linesOf(world);
		const cases = JSON.parse(
			readFileSync(`${spec}${world}/expected.json`, "utf8"),
		) as Case[];
		test.each(
			cases.map((one, index) => ({
				...one,
				title: `${index + 1} ${one.study} ${JSON.stringify(one.params)}`,
			})),
		)(`${world}: $title`, ({ study, params, answer }) => {
			expect(
				compareAnswers(study, answer, referenceAnswer(lines, study, params)),
			).toEqual([]);
		});
	}
});
